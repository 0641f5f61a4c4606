using OneMetre.Indicators.Store;
using OneMetre.Platform.Regions;

namespace OneMetre.Tests.Indicators;

public sealed class StoreFileTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("onemetre-store-").FullName;
    string Place => Path.Combine(folder, "values");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.3)]
    [InlineData(1)]
    public void A_file_opened_again_gives_the_same_and_can_be_written_further(double share)
    {
        var record = StoreSample.Record(71, share);
        StoreSample.Loaded(record, Place).Dispose();
        for (var sequence = 8; sequence < 11; sequence++)
        {
            using var store = ValueStore.Open(StoreSample.Shape, Place, out var refused);
            Assert.Null(refused);
            Assert.Equal(sequence - 1, store!.Sequence);
            StoreSample.AssertSame(record, store);

            var cell = StoreSample.AnyCell(new(sequence), slices: 3);
            var gone = record.Keys.First(other => other != cell);
            record[cell] = sequence;
            record.Remove(gone);
            store.Apply(sequence, [new(cell, sequence - 1), new(gone, null), new(cell, sequence)]);
            StoreSample.AssertSame(record, store);
        }
    }

    [Fact]
    public void A_copy_into_the_file_in_use_is_opened_again_while_the_old_one_is_still_read()
    {
        var record = StoreSample.Record(72, 0.1);
        using var store = StoreSample.Loaded(record, Place);
        store.Copy(Place).Dispose();

        using var copy = Open();
        StoreSample.AssertSame(record, copy);
        StoreSample.AssertSame(record, store);
    }

    [Fact]
    public void A_missing_an_empty_and_a_foreign_file_are_refused()
    {
        Refused("there is no such file");
        File.WriteAllBytes(Place, []);
        Refused("it is cut short");
        var noise = new byte[200_000];
        new Random(73).NextBytes(noise);
        File.WriteAllBytes(Place, noise);
        Refused("it is not a store");
    }

    [Fact]
    public void A_file_of_another_record_or_other_measures_is_refused()
    {
        StoreSample.Loaded(StoreSample.Record(74, 0.1), Place).Dispose();

        foreach (var other in (Shape[])[StoreSample.ShapeOf("a backup put back"), StoreSample.ShapeOf("sample", measures: 5)])
        {
            Assert.Null(ValueStore.Open(other, Place, out var refused));
            Assert.Equal("it is of other measures, periods, regions or another record", refused);
        }
    }

    [Fact]
    public void A_file_in_use_is_refused()
    {
        using var store = StoreSample.Loaded(StoreSample.Record(75, 0.1), Place);

        Assert.Null(ValueStore.Open(StoreSample.Shape, Place, out var refused));
        Assert.StartsWith("it cannot be opened", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_never_finished_is_refused()
    {
        ValueStore.Create(StoreSample.Shape, Place).Dispose();
        Refused("a write was cut off after change 0");
    }

    [Fact]
    public void A_file_whose_last_write_was_cut_off_is_refused_until_the_write_is_repeated()
    {
        var record = StoreSample.Record(76, 0.1);
        using (var store = StoreSample.Loaded(record, Place))
            Assert.Throws<InvalidDataException>(() => store.Apply(8, CutOff()));
        Refused("a write was cut off after change 7");

        using (var store = StoreSample.Loaded(record, Place))
        {
            Assert.Throws<InvalidDataException>(() => store.Apply(8, CutOff()));
            Assert.Throws<InvalidOperationException>(() => store.Copy());
            store.Apply(8, CutOff().Take(1));
        }
        using var again = Open();
        Assert.Equal(8, again.Sequence);

        static IEnumerable<Change> CutOff()
        {
            yield return new(new(new(0, 0, 0), RegionLevel.County, 0), 1);
            throw new InvalidDataException("The process ends here.");
        }
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        StoreSample.Loaded(StoreSample.Record(77, 0.5), Place).Dispose();
        var whole = File.ReadAllBytes(Place);
        foreach (var length in (int[])[1, 100, 4096, 32_000, 65_536, 100_000, whole.Length / 2, whole.Length - 1])
        {
            File.WriteAllBytes(Place, whole[..length]);
            Refused("it is cut short");
        }
    }

    // Outside the header a bit may be one of unused room; then every figure must still be right.
    [Fact]
    public void A_file_with_a_changed_bit_is_refused_or_right()
    {
        var record = StoreSample.Record(78, 0.6);
        StoreSample.Loaded(record, Place).Dispose();
        var whole = File.ReadAllBytes(Place);
        var random = new Random(79);
        const int Header = 96;
        for (var round = 0; round < 150; round++)
        {
            var at = random.Next(round % 3 == 0 ? Header : round % 3 == 1 ? 150_000 : whole.Length);
            var spoilt = (byte[])whole.Clone();
            spoilt[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(Place, spoilt);
            using var store = ValueStore.Open(StoreSample.Shape, Place, out var refused);
            if (store is null) Assert.NotNull(refused);
            else Assert.All(record, figure => Assert.Equal(figure.Value, store[figure.Key]));
            Assert.True(store is null || at >= Header);
        }
    }

    // What a power cut leaves: the header is on the disk, some of the figures are not.
    [Fact]
    public void A_file_of_which_a_page_is_older_than_its_header_is_refused()
    {
        var record = StoreSample.Record(80, 1);
        StoreSample.Loaded(record, Place).Dispose();
        var old = File.ReadAllBytes(Place);
        using (var store = Open()) store.Apply(8, record.Keys.Select(cell => new Change(cell, record[cell] + 1)));
        var file = File.ReadAllBytes(Place);
        var page = Enumerable.Range(0, file.Length / 4096).Last(page => !file.AsSpan(page * 4096, 4096).SequenceEqual(old.AsSpan(page * 4096, 4096)));
        old.AsSpan(page * 4096, 4096).CopyTo(file.AsSpan(page * 4096));
        File.WriteAllBytes(Place, file);

        Refused("its figures are not those that were written");
    }

    // It says whether 64 bits are enough for a sum.
    [Fact]
    public void A_file_that_belittles_its_largest_figure_is_refused()
    {
        const long Largest = 999_999_999_999_999_999;
        StoreSample.Loaded([new(new(new(0, 0, 0), RegionLevel.County, 3), decimal.FromOACurrency(Largest))], Place).Dispose();
        var file = File.ReadAllBytes(Place);
        var at = file.AsSpan().IndexOf(BitConverter.GetBytes(Largest)); // the chunk's entry stands before its figures
        file.AsSpan(at, sizeof(long)).Clear();
        File.WriteAllBytes(Place, file);

        Refused("its figures are not those that were written");
    }

    ValueStore Open()
    {
        var store = ValueStore.Open(StoreSample.Shape, Place, out var refused);
        Assert.Null(refused);
        return store!;
    }

    void Refused(string reason)
    {
        Assert.Null(ValueStore.Open(StoreSample.Shape, Place, out var refused));
        Assert.Equal(reason, refused);
    }
}
