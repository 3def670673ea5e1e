using System.Buffers.Binary;
using Gateway.Backups;
using Testing;

namespace Gateway.Tests.Backups;

/// <summary>What a backup protects: every octet, and its end.</summary>
public class BackupStreamTests
{
    private static readonly BackupPassphrase Passphrase = BackupPassphrase.Of("a passphrase of a test");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(BackupChunks.MostPlain - 1)]
    [InlineData(BackupChunks.MostPlain)]
    [InlineData(BackupChunks.MostPlain + 1)]
    [InlineData((3 * BackupChunks.MostPlain) + 7)]
    public async Task What_was_written_is_read(int length)
    {
        var (plain, file, _) = await MadeAsync(length);
        using var input = new MemoryStream(file);
        await using var read = await BackupReadStream.OpenAsync(input, Passphrase, CancellationToken.None);
        using var output = new MemoryStream();
        await read.CopyToAsync(output);
        await read.CompleteAsync(CancellationToken.None);
        Assert.Equal(plain, output.ToArray());
    }

    [Fact]
    public async Task The_key_is_made_as_often_as_is_asked_of_a_gateway()
    {
        using var output = new MemoryStream();
        await using (var write = new BackupWriteStream(output, Passphrase))
        {
            await write.CompleteAsync(CancellationToken.None);
        }

        Assert.Equal(600_000, BinaryPrimitives.ReadInt32BigEndian(output.ToArray().AsSpan(10)));
        Assert.Null(await FaultOrNullAsync(output.ToArray()));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_to_its_end_is_told_to_break_off()
    {
        var (_, file, _) = await MadeAsync(3000);
        await using var input = new BrokenStream(file[..1000]);
        await using var read = await BackupReadStream.OpenAsync(input, Passphrase, CancellationToken.None);
        var fault = await Assert.ThrowsAsync<BackupException>(() => read.CompleteAsync(CancellationToken.None));
        Assert.Contains("breaks off: the line is gone", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_backups_of_the_same_have_nothing_in_common()
    {
        var (_, first, _) = await MadeAsync(3000);
        var (_, second, _) = await MadeAsync(3000);
        Assert.Equal(first[..14], second[..14]);
        Assert.NotEqual(first[14..30], second[14..30]);
        Assert.True(first[46..].Zip(second[46..]).Count(pair => pair.First == pair.Second) < 100);
    }

    [Fact]
    public async Task Another_passphrase_opens_nothing_and_is_told_from_another_file()
    {
        var (_, file, _) = await MadeAsync(3000);
        Assert.Contains("is not the one of this backup", await FaultAsync(file, BackupPassphrase.Of("A passphrase of a test")), StringComparison.Ordinal);
        Assert.Contains("no backup of a gateway", await FaultAsync([.. "not a backup at all, but long enough to be looked at"u8]), StringComparison.Ordinal);
        Assert.Contains("no backup of a gateway", await FaultAsync([]), StringComparison.Ordinal);
        Assert.Contains("no backup of a gateway", await FaultAsync(file[..45]), StringComparison.Ordinal);
        Assert.Contains("later version", await FaultAsync(With(file, 8, 2)), StringComparison.Ordinal);
        foreach (var iterations in new[] { 0, 1, 99_999, 10_000_001, int.MaxValue, -1 })
        {
            var hostile = (byte[])file.Clone();
            BinaryPrimitives.WriteInt32BigEndian(hostile.AsSpan(10), iterations);
            Assert.Contains("damaged", await FaultAsync(hostile), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_letter_typed_in_two_ways_is_the_same_letter()
    {
        var (_, file, _) = await MadeAsync(10, BackupPassphrase.Of("Schl\u00fcssel der Bl\u00e4tter"));
        Assert.Null(await FaultOrNullAsync(file, BackupPassphrase.Of("Schlu\u0308ssel der Bla\u0308tter")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("eleven-long")]
    [InlineData("has a\ttab in it")]
    public void A_passphrase_that_protects_nothing_is_refused(string? text) => Assert.Throws<BackupException>(() => BackupPassphrase.Of(text));

    [Fact]
    public void A_passphrase_is_in_no_text() => Assert.Equal("(a passphrase)", $"{Passphrase}");

    [Fact]
    public async Task A_file_that_is_cut_anywhere_is_told_to_be_cut()
    {
        var (_, file, key) = await MadeAsync(3000);
        for (var length = BackupHeader.Length; length < file.Length; length += 13)
        {
            Assert.Contains("is cut", await ChunkFaultAsync(file[BackupHeader.Length..length], key), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nothing_may_follow()
    {
        var (_, file, key) = await MadeAsync(3000);
        Assert.Contains($"from byte {file.Length} on", await ChunkFaultAsync([.. file[BackupHeader.Length..], 0], key), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chunks_cannot_be_left_out_repeated_or_put_in_another_order()
    {
        var (_, file, key) = await MadeAsync((3 * BackupChunks.MostPlain) + 7);
        var whole = BackupChunks.FieldLength + BackupChunks.MostPlain + BackupChunks.TagLength;
        var chunks = file[BackupHeader.Length..].Chunk(whole).ToList();
        Assert.Null(await ChunkFaultOrNullAsync(Joined(0, 1, 2, 3), key));
        foreach (var order in new[] { new[] { 0, 1, 3 }, [0, 0, 1, 2, 3], [1, 0, 2, 3], [3] })
        {
            Assert.Contains("is damaged from byte", await ChunkFaultAsync(Joined(order), key), StringComparison.Ordinal);
        }

        byte[] Joined(params int[] order) => [.. order.SelectMany(one => chunks[one])];
    }

    [Fact]
    public async Task Every_changed_octet_is_found()
    {
        var (_, file, key) = await MadeAsync(3000);
        var random = new Random(1);
        for (var round = 0; round < Rounds.Of(quick: 300, ci: 20_000, full: 200_000); round++)
        {
            var changed = (byte[])file.Clone();
            changed[random.Next(BackupHeader.Length, file.Length)] ^= (byte)(1 << random.Next(8));
            Assert.NotNull(await ChunkFaultOrNullAsync(changed[BackupHeader.Length..], key));
        }
    }

    /// <summary>Some content with its backup, and the key of it: a key takes its time to be made, and each change of a file is tried with it.</summary>
    private static async Task<(byte[] Plain, byte[] File, byte[] Key)> MadeAsync(int length, BackupPassphrase? passphrase = null)
    {
        var plain = new byte[length];
        new Random(length).NextBytes(plain);
        using var output = new MemoryStream();
        await using (var write = new BackupWriteStream(output, passphrase ?? Passphrase, BackupHeader.FewestIterations))
        {
            foreach (var part in plain.Chunk(1000))
            {
                await write.WriteAsync(part);
            }

            await write.CompleteAsync(CancellationToken.None);
        }

        var file = output.ToArray();
        return (plain, file, BackupHeader.KeyOf(file.AsSpan(0, BackupHeader.Length), passphrase ?? Passphrase));
    }

    /// <summary>Ends in an error, as an upload that breaks off.</summary>
    private sealed class BrokenStream(byte[] content) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var length ? length : throw new IOException("the line is gone");
    }

    private static byte[] With(byte[] file, int at, byte value)
    {
        var changed = (byte[])file.Clone();
        changed[at] = value;
        return changed;
    }

    private static async Task<string> FaultAsync(byte[] file, BackupPassphrase? passphrase = null) => await FaultOrNullAsync(file, passphrase) ?? throw new InvalidOperationException("It was read.");

    private static async Task<string?> FaultOrNullAsync(byte[] file, BackupPassphrase? passphrase = null)
    {
        try
        {
            using var input = new MemoryStream(file);
            await using var read = await BackupReadStream.OpenAsync(input, passphrase ?? Passphrase, CancellationToken.None);
            await read.CompleteAsync(CancellationToken.None);
            return null;
        }
        catch (BackupException e)
        {
            return e.Message;
        }
    }

    private static async Task<string> ChunkFaultAsync(byte[] chunks, byte[] key) => await ChunkFaultOrNullAsync(chunks, key) ?? throw new InvalidOperationException("It was read.");

    private static async Task<string?> ChunkFaultOrNullAsync(byte[] chunks, byte[] key)
    {
        try
        {
            using var input = new MemoryStream(chunks);
            await using var read = new BackupReadStream(input, key);
            await read.CompleteAsync(CancellationToken.None);
            return null;
        }
        catch (BackupException e)
        {
            return e.Message;
        }
    }
}
