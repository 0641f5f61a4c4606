using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Vault;
using OneMetre.Protection.Model;
using OneMetre.Protection.Registering;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Protection;

namespace OneMetre.Tests.Platform;

/// <summary>What identifies a child lies in the database only sealed, opens only where it belongs, and is found without being opened; with either suite of algorithms.</summary>
public class VaultTests
{
    public static TheoryData<string, string> EnginesAndSuites => [.. City.Engines.SelectMany(e => CryptoSuite.All.Select(s => ((string)e, s.Name)))];

    static Task<City> With(string engine, string suite) => Children.Small(engine, more: s => s.AddSingleton(new CryptoChoice(CryptoSuite.All.Single(x => x.Name == suite))));

    /// <summary>A city whose keys, too, are of the suite: those of the template are the standard ones.</summary>
    static async Task<City> WithKeysOf(string engine, string suite)
    {
        var city = await With(engine, suite);
        await city.Use(async (RotateKeys rotate) => Assert.Equal(0, await rotate.Run(DataClass.Sensitive, (_, _) => Task.CompletedTask, default)));
        return city;
    }

    [Fact]
    public void Whatever_is_encrypted_with_either_suite_comes_back_and_nothing_else_does() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<PositiveInt>(), (plain, about, at) =>
    {
        foreach (var suite in CryptoSuite.All)
        {
            var (key, nonce) = (RandomNumberGenerator.GetBytes(suite.KeyLength), RandomNumberGenerator.GetBytes(CryptoSuite.NonceLength));
            var cipher = suite.Encrypt(key, nonce, plain, about);
            Assert.Equal(plain.Length + CryptoSuite.TagLength, cipher.Length);
            Assert.Equal(plain, suite.Decrypt(key, nonce, cipher, about));
            var bent = cipher.ToArray();
            bent[at.Get % bent.Length] ^= 1;
            Assert.Throws<CryptographicException>(() => Wrap(() => suite.Decrypt(key, nonce, bent, about)));
            Assert.Throws<CryptographicException>(() => Wrap(() => suite.Decrypt(key, nonce, cipher, [.. about, 1])));
            Assert.Throws<CryptographicException>(() => Wrap(() => suite.Decrypt(RandomNumberGenerator.GetBytes(suite.KeyLength), nonce, cipher, about)));
        }

        // The framework throws a kind of its own for a wrong tag.
        static void Wrap(Action act)
        {
            try { act(); } catch (AuthenticationTagMismatchException wrong) { throw new CryptographicException(wrong.Message); }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_signature_holds_for_its_own_data_and_key_alone()
    {
        foreach (var suite in CryptoSuite.All)
        {
            var (key, other) = (suite.NewSigningKey(), suite.NewSigningKey());
            var signature = suite.Sign(key, [1, 2, 3]);
            Assert.True(suite.Verify(key, [1, 2, 3], signature));
            Assert.False(suite.Verify(key, [1, 2, 4], signature));
            Assert.False(suite.Verify(other, [1, 2, 3], signature));
        }
    }

    [Fact]
    public void The_commercial_algorithms_give_the_published_answers()
    {
        // SM4 in GCM mode and HMAC-SM3 against the vectors of RFC 8998 appendix A.1 and of GB/T 32905 (SM3 of "abc", through the keyed form with an empty key's pads is not given there, so the plain hash is asked).
        var cipher = CryptoSuite.ShangMi.Encrypt(Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210"), Convert.FromHexString("00001234567800000000ABCD"),
            Convert.FromHexString("AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDDEEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA"),
            Convert.FromHexString("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2"));
        Assert.Equal("17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D" + "83DE3541E4C2B58177E065A9BF7B62EC", Convert.ToHexString(cipher));
    }

    [Theory, MemberData(nameof(EnginesAndSuites))]
    public async Task The_database_the_audit_and_its_files_never_hold_a_name_a_number_or_an_address(string engine, string suite)
    {
        await using var city = await WithKeysOf(engine, suite);
        var keeper = await city.Director();
        var child = await city.Child(keeper, Children.Form("演示秘密", Children.Number));
        var form = Children.Form("演示改名", Children.Number);
        form.Version = 1;
        Assert.True((await city.As(keeper, (CorrectChild correct) => correct.Run(child, form, default))).Ok);

        var everything = await RawDatabase.Read(city);
        foreach (var secret in new[] { "演示秘密", "演示改名", Children.Number, "演示路七号院", "演示祖母", "139 0000 7788", "13900007788", "2018-03-07" })
            Assert.False(RawDatabase.Holds(everything, secret), $"the database holds {secret}");
        Assert.True(RawDatabase.Holds(everything, Children.Village)); // the search does find what is there
        Assert.Equal("演示改名", await Name(city, child));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_value_put_into_another_row_column_or_altered_does_not_open(string engine)
    {
        await using var city = await Children.Small(engine);
        var keeper = await city.Director();
        var (one, two) = (await city.Child(keeper), await city.Child(keeper, Children.Form("演示丙丁", Children.Number)));
        await city.Use(async (CityDb db) =>
        {
            var vault = db.GetService<Vault>();
            var (a, b) = (await db.Set<Child>().AsNoTracking().SingleAsync(c => c.Id == one), await db.Set<Child>().AsNoTracking().SingleAsync(c => c.Id == two));
            Assert.Equal("演示甲乙", vault.Open(one, a.Name));
            Assert.ThrowsAny<CryptographicException>(() => vault.Open(two, a.Name));
            Assert.ThrowsAny<CryptographicException>(() => vault.Open(one, new Secret(b.Address!.Stored, b.Name.Field!)));
            foreach (var at in Enumerable.Range(0, a.Name.Stored.Length))
            {
                var bent = a.Name.Stored.ToArray();
                bent[at] ^= 0x40;
                Assert.ThrowsAny<CryptographicException>(() => vault.Open(one, new Secret(bent, a.Name.Field!)));
                Assert.ThrowsAny<CryptographicException>(() => vault.Open(one, new Secret(a.Name.Stored[..at], a.Name.Field!)));
            }
        });
    }

    [Theory, MemberData(nameof(EnginesAndSuites))]
    public async Task A_name_is_found_by_any_part_of_it_and_a_number_only_whole(string engine, string suite)
    {
        await using var city = await WithKeysOf(engine, suite);
        var keeper = await city.Director();
        var child = await city.Child(keeper, Children.Form("阿依古丽·𠮷田", Children.Number));
        await city.Child(keeper, Children.Form("演示旁人"));

        async Task<List<Guid>> Found(string words) => [.. (await city.As(keeper, (ReadChildren read) => read.Run(new(null, false, words, 1), default))).Lines.Select(l => l.Id)];
        foreach (var words in new[] { "阿", "阿依", "依古丽", "古丽", "𠮷", "𠮷田", "丽𠮷", "阿依古丽・𠮷田", " 阿依 古丽", Children.Number, Children.Number.ToLowerInvariant() }) Assert.Equal([child], await Found(words));
        foreach (var words in new[] { "依阿", "丽古", "某", "·", Children.Number[..17], Children.Number[6..], "%", "_", "' OR 1=1 --" }) Assert.DoesNotContain(child, await Found(words));

        var form = Children.Form("演示新名", Children.Number);
        form.Version = 1;
        Assert.True((await city.As(keeper, (CorrectChild correct) => correct.Run(child, form, default))).Ok);
        Assert.Empty(await Found("古丽"));
        Assert.Equal([child], await Found("新名"));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_is_set_to_what_it_was_is_no_change_and_leaves_no_entry(string engine)
    {
        await using var city = await Children.Small(engine);
        var keeper = await city.Director();
        var child = await city.Child(keeper);
        var before = await Stored(city, child);
        await city.As(keeper, async (CityDb db) =>
        {
            (await db.Set<Child>().SingleAsync(c => c.Id == child)).Name = Secret.Of("演示甲乙")!;
            await db.SaveChangesAsync();
        });
        Assert.Equal(before, await Stored(city, child));
        Assert.Equal(1, await city.Use((CityDb db) => db.Set<AuditEntry>().CountAsync(e => e.Entity == "protection_child" && e.Kind == AuditKind.Write)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_record_says_that_a_value_changed_and_not_from_what_to_what(string engine)
    {
        await using var city = await Children.Small(engine);
        var keeper = await city.Director();
        await city.Child(keeper, Children.Form(number: Children.Number));
        var entry = await city.Use((CityDb db) => db.Set<AuditEntry>().SingleAsync(e => e.Entity == "protection_child" && e.Kind == AuditKind.Write));
        using var changes = JsonDocument.Parse(entry.Changes);
        Assert.Matches("^#[0-9a-f]{16}$", changes.RootElement.GetProperty("Name")[1].GetString());
        Assert.Equal("•", changes.RootElement.GetProperty("BirthYear")[1].GetString());
        Assert.Equal("•", changes.RootElement.GetProperty("Sex")[1].GetString());
        Assert.Equal(Children.Village, changes.RootElement.GetProperty("RegionCode")[1].GetString());
    }

    [Theory, MemberData(nameof(EnginesAndSuites))]
    public async Task New_keys_seal_everything_anew_and_an_interrupted_change_of_keys_goes_on(string engine, string suite)
    {
        await using var city = await With(engine, suite); // the keys in force are standard ones; the new ones are of the suite
        var keeper = await city.Director();
        var children = new List<Guid>();
        for (var i = 0; i < 6; i++) children.Add(await city.Child(keeper, Children.Form($"演示{(char)('甲' + i)}", i == 0 ? Children.Number : null)));
        var before = await Stored(city, children[0]);

        // Killed after the first column: nothing is lost, both keys are live.
        var columns = 0;
        await Assert.ThrowsAsync<OperationCanceledException>(() => city.Use((RotateKeys rotate) => rotate.Run(DataClass.Sensitive, (_, _) => ++columns > 2 ? throw new OperationCanceledException() : Task.CompletedTask, default)));
        Assert.Equal(4, await city.Use((CityDb db) => db.Set<DataKey>().CountAsync(k => k.Class == DataClass.Sensitive && k.RetiredAt == null)));
        Assert.Single((await city.As(keeper, (ReadChildren read) => read.Run(new(null, false, Children.Number, 1), default))).Lines);

        await city.Use(async (RotateKeys rotate) => Assert.True(await rotate.Run(DataClass.Sensitive, (_, _) => Task.CompletedTask, default) > 0));
        Assert.Equal(2, await city.Use((CityDb db) => db.Set<DataKey>().CountAsync(k => k.Class == DataClass.Sensitive && k.RetiredAt == null)));
        var after = await Stored(city, children[0]);
        Assert.NotEqual(before, after);
        Assert.Equal(CryptoSuite.All.Single(s => s.Name == suite).Code, after[1]);
        var list = await city.As(keeper, (ReadChildren read) => read.Run(new(null, false, null, 1), default));
        Assert.Equal(Enumerable.Range(0, 6).Select(i => $"演示{(char)('甲' + i)}").Order(StringComparer.Ordinal), list.Lines.Select(l => l.Name).Order(StringComparer.Ordinal));
        Assert.Equal(children[0], (await city.As(keeper, (ReadChildren read) => read.Run(new(null, false, Children.Number, 1), default))).Lines.Single().Id);
        Assert.Equal(6, (await city.As(keeper, (ReadChildren read) => read.Run(new(null, false, "演示", 1), default))).Total);
        Assert.Equal(0, await city.Use((CityDb db) => db.Set<SearchToken>().GroupBy(t => new { t.Field, t.Owner, t.Token }).CountAsync(g => g.Count() > 1)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_copy_of_the_database_without_the_master_key_opens_nothing(string engine)
    {
        await using var city = await Children.Small(engine);
        await city.Child(await city.Director());
        foreach (var file in Directory.GetFiles(city.Place.Keys, "master.key")) File.WriteAllBytes(file, RandomNumberGenerator.GetBytes(32));
        await using var thief = new ServiceCollection().AddLogging().Also(s => Web.Hosting.Site.AddServices(s, city.Place, city.Time)).BuildServiceProvider();
        await using var scope = thief.CreateAsyncScope();
        var child = await scope.ServiceProvider.GetRequiredService<CityDb>().Set<Child>().AsNoTracking().FirstAsync();
        Assert.ThrowsAny<CryptographicException>(() => scope.ServiceProvider.GetRequiredService<Vault>().Open(child.Id, child.Name));
    }

    [Fact]
    public void A_secret_written_anywhere_by_mistake_shows_dots()
    {
        var secret = Secret.Of("演示甲乙")!;
        Assert.Equal("•••", secret.ToString());
        Assert.Equal("•••", $"{secret}");
        Assert.Equal("{}", JsonSerializer.Serialize(secret));
        Assert.Throws<InvalidOperationException>(() => secret.Stored);
    }

    static Task<byte[]> Stored(City city, Guid child) => city.Use(async (CityDb db) => (await db.Set<Child>().AsNoTracking().SingleAsync(c => c.Id == child)).Name.Stored);

    static Task<string> Name(City city, Guid child) => city.Use(async (CityDb db) =>
        db.GetService<Vault>().Open(child, (await db.Set<Child>().AsNoTracking().SingleAsync(c => c.Id == child)).Name));
}
