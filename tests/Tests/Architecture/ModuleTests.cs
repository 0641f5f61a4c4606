using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.Components;
using OneMetre.Indicators;
using OneMetre.Portal;
using OneMetre.Programme;
using OneMetre.Protection;

namespace OneMetre.Tests.Architecture;

public class ModuleTests
{
    // Who may know whom. A new arrow here is an architecture decision: record it in docs/decisions.
    static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Platform"] = [],
        ["Indicators"] = ["Platform"],
        ["Programme"] = ["Platform", "Indicators"],
        ["Protection"] = ["Platform", "Indicators"],
        ["Portal"] = ["Platform", "Indicators", "Programme"],
        ["Web"] = ["Platform", "Indicators", "Programme", "Protection", "Portal"],
    };

    static Assembly[] Modules => [typeof(IndicatorsModule).Assembly, typeof(ProgrammeModule).Assembly, typeof(ProtectionModule).Assembly, typeof(PortalModule).Assembly];

    [Fact]
    public void Projects_refer_only_where_the_arrows_allow()
    {
        var projects = Repository.Files("*.csproj", "src").ToList();
        Assert.Equal(Allowed.Keys.Order(), projects.Select(p => Path.GetFileNameWithoutExtension(p)!).Order());
        foreach (var file in projects)
        {
            var module = Path.GetFileNameWithoutExtension(file);
            var actual = XDocument.Load(file).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!));
            Assert.Empty(actual.Except(Allowed[module]).Select(to => $"{module} -> {to}"));
        }
    }

    [Fact]
    public void A_module_shows_only_its_contract_its_pages_and_its_registration()
    {
        var leaks = Modules.SelectMany(m => m.GetExportedTypes()).Where(t =>
            !t.IsSubclassOf(typeof(ComponentBase)) && t.Name != "_Imports" && !t.Name.EndsWith("Module", StringComparison.Ordinal)
            && !(t.Namespace ?? "").EndsWith(".Contract", StringComparison.Ordinal));
        Assert.Empty(leaks.Select(t => t.FullName));
    }

    static readonly string[] Readers = ["OnInitializedAsync", "OnParametersSetAsync", "SetParametersAsync"];

    /// <summary>A page is drawn while it still reads. A part of it that read by itself would use the request's one connection at the same time: on PostgreSQL that fails, or worse, mixes two answers up.</summary>
    [Fact]
    public void Only_pages_and_their_frames_read_while_they_are_drawn()
    {
        var readers =
            from type in Modules.Append(typeof(OneMetre.Platform.Ui.Figure).Assembly).Append(typeof(OneMetre.Web.Hosting.Site).Assembly).SelectMany(m => m.GetTypes())
            where type.IsSubclassOf(typeof(ComponentBase)) && !type.IsSubclassOf(typeof(LayoutComponentBase)) && !type.IsDefined(typeof(RouteAttribute))
            from method in Readers
            where type.GetMethod(method, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is not null
            select $"{type.FullName}.{method}";
        Assert.Empty(readers);
    }

    [Fact]
    public void No_module_writes_sql_on_the_tables_of_another()
    {
        var offences =
            from file in Repository.Files("*.cs", "src")
            let module = Repository.Short(file).Split('/')[1]
            where module != "Web"
            from Match hit in Regex.Matches(File.ReadAllText(file), """\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+"?(\w+?)_\w+""", RegexOptions.IgnoreCase)
            let owner = hit.Groups[1].Value.ToLowerInvariant()
            where owner is "platform" or "programme" or "indicators" or "portal" && !owner.Equals(module, StringComparison.OrdinalIgnoreCase)
            select $"{Repository.Short(file)}: {hit.Value}";
        Assert.Empty(offences);
    }

    [Fact]
    public void Only_doors_lift_the_ban_on_reading_tables_directly()
    {
        var lifted = Repository.Files("*.cs", "src").Where(f => File.ReadAllText(f).Contains("pragma warning disable RS0030", StringComparison.Ordinal)).Select(Repository.Short)
            .Where(f => !f.StartsWith("src/Platform/", StringComparison.Ordinal) && !f.StartsWith("src/Web/Demo/", StringComparison.Ordinal)
                && !f.EndsWith("Data.cs", StringComparison.Ordinal) && !PlacesOut.Contains(f));
        Assert.Empty(lifted);
    }

    /// <summary>What can leave the machine, and the two places that may: the unified sign-in, to the provider that the city has named, and notices, to its mail server and the robots it has opened. Another way out is a decision; write it in docs/security/threat-model.md too.</summary>
    static readonly string[] PlacesOut = ["src/Web/Hosting/NoticePost.cs", "src/Web/Hosting/UnifiedSignIn.cs"];
    static readonly Dictionary<string, string[]> WaysOut = new() { ["OneMetre.Web"] = ["System.Net.Http.HttpClient", "System.Net.Http.HttpMessageInvoker", "System.Net.Http.SocketsHttpHandler", "MailKit.Net.Smtp.SmtpClient"] };

    [Fact]
    public void Nothing_of_ours_calls_another_machine_but_the_unified_sign_in_and_the_post()
    {
        string[] outward = ["System.Net.Http.HttpClient", "System.Net.Http.HttpMessageInvoker", "System.Net.Http.SocketsHttpHandler", "System.Net.Http.HttpClientHandler", "System.Net.Http.IHttpClientFactory", "System.Net.Sockets.Socket",
            "System.Net.Sockets.TcpClient", "System.Net.Sockets.UdpClient", "System.Net.WebClient", "System.Net.WebRequest", "System.Net.HttpWebRequest", "System.Net.Mail.SmtpClient", "MailKit.Net.Smtp.SmtpClient", "System.Net.WebSockets.ClientWebSocket", "System.Net.Dns",
            "System.Net.Quic.QuicConnection", "System.Net.NetworkInformation.Ping", "System.Xml.XmlUrlResolver"];
        foreach (var assembly in Modules.Append(typeof(OneMetre.Platform.PlatformModule).Assembly).Append(typeof(OneMetre.Web.App).Assembly))
        {
            using var file = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(assembly.Location));
            var reader = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(file);
            var used = reader.TypeReferences.Select(reader.GetTypeReference).Select(t => $"{reader.GetString(t.Namespace)}.{reader.GetString(t.Name)}").ToHashSet();
            Assert.True(used.Count > 50, assembly.FullName); // it was read
            Assert.Empty(outward.Where(used.Contains).Except(WaysOut.GetValueOrDefault(assembly.GetName().Name!, [])).Select(t => $"{assembly.GetName().Name} uses {t}"));
        }
    }

    [Fact]
    public void Every_module_tells_what_it_owns()
    {
        foreach (var module in Allowed.Keys.Where(m => m != "Web"))
        {
            var readme = Path.Combine(Repository.Root, "src", module, "README.md");
            Assert.True(File.Exists(readme), $"src/{module}/README.md is missing");
            Assert.InRange(File.ReadAllLines(readme).Length, 5, 60);
        }
    }
}
