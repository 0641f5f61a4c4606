using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(OneMetre.Tests.Fixtures.LongestFirst))]

namespace OneMetre.Tests.Fixtures;

/// <summary>Walks over the whole site last for minutes each: they begin first, and the short tests fill what is left, so that no processor waits for the last walk.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections) where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(c => c.TestCollectionDisplayName.Contains(".Hosting.", StringComparison.Ordinal)).ThenBy(c => c.TestCollectionDisplayName, StringComparer.Ordinal)];
}
