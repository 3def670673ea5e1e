using Gateway.CommandLine;
using Gateway.Diagnosis;

namespace Gateway.Tests.Diagnosis;

/// <summary>Conversations as they are shown, compared whole.</summary>
public class LineTranscriptTests
{
    private const string Water = "68 12 12 68 08 01 72 78 56 34 12 74 52 01 04 2A 00 00 00 01 13 07 9F 16";
    private const string Request = "10 7B 01 7C 16";

    [Fact]
    public void A_conversation_is_explained_byte_by_byte() => AssertShown(
        """
        12:00:00.000  ->  SND_NKE to meter 1
                      10 start | 40 C SND_NKE | 01 A meter 1 | 41 checksum | 16 stop
        12:00:00.100  <-  E5: confirmed, 100 ms after the request
        12:00:00.100  ->  REQ_UD2 to meter 1, frame count bit 1
                      10 start | 7B C REQ_UD2, frame count bit 1 | 01 A meter 1 | 7C checksum | 16 stop
        12:00:00.250  <-  RSP_UD from meter 1, 12345678 TST, heat, 24 bytes, 150 ms after the request
                        0  68                       start
                        1  12                       length 18: bytes 4 to 21
                        2  12                       length again
                        3  68                       start again
                        4  08                       C RSP_UD
                        5  01                       A meter 1
                        6  72                       CI variable data, long header
                        7  78 56 34 12              identification 12345678
                       11  74 52                    manufacturer TST
                       13  01                       version 1
                       14  04                       medium heat
                       15  2A                       access number 42
                       16  00                       status no error
                       17  00 00                    configuration: not encrypted
                       19  01 13 07                 volume 0.007 m3
                       22  9F                       checksum
                       23  16                       stop
        """,
        (LineEntryKind.Sent, "10 40 01 41 16", 0),
        (LineEntryKind.Received, "E5", 100),
        (LineEntryKind.Sent, Request, 0),
        (LineEntryKind.Received, Water[..20], 150),
        (LineEntryKind.Received, Water[21..], 50));

    [Fact]
    public void A_selection_is_named_and_holds_for_what_is_asked_after_it() => AssertShown(
        """
        12:00:00.000  ->  SND_UD: select 12345678FFFFFFFF
                        0  68                       start
                        1  0B                       length 11: bytes 4 to 14
                        2  0B                       length again
                        3  68                       start again
                        4  73                       C SND_UD, frame count bit 1
                        5  FD                       A the selected meter
                        6  52                       CI selection by secondary address
                        7  78 56 34 12              identification 12345678
                       11  FF FF                    any manufacturer
                       13  FF                       any version
                       14  FF                       any medium
                       15  D2                       checksum
                       16  16                       stop
        12:00:00.500  ..  no answer within 500 ms
        12:00:00.500  ->  REQ_UD2 to the selected meter 12345678FFFFFFFF, frame count bit 1
                      10 start | 7B C REQ_UD2, frame count bit 1 | FD A the selected meter | 78 checksum | 16 stop
        12:00:00.600  <-  RSP_UD from meter 1, refused: too-many-readouts, 10 bytes, 100 ms after the request
                        0  68                       start
                        1  04                       length 4: bytes 4 to 7
                        2  04                       length again
                        3  68                       start again
                        4  08                       C RSP_UD
                        5  01                       A meter 1
                        6  70                       CI application error
                        7  09                       refused: too-many-readouts
                        8  82                       checksum
                        9  16                       stop
        """,
        (LineEntryKind.Sent, "68 0B 0B 68 73 FD 52 78 56 34 12 FF FF FF FF D2 16", 0),
        (LineEntryKind.Silence, "", 500),
        (LineEntryKind.Sent, "10 7B FD 78 16", 0),
        (LineEntryKind.Received, "68 04 04 68 08 01 70 09 82 16", 100));

    [Fact]
    public void An_echo_is_no_answer_and_a_command_says_what_it_wants() => AssertShown(
        """
        12:00:00.000  ->  SND_UD to any meter (test): answer at 9600 baud from now on
                        0  68                       start
                        1  03                       length 3: bytes 4 to 6
                        2  03                       length again
                        3  68                       start again
                        4  53                       C SND_UD, frame count bit 0
                        5  FE                       A any meter (test)
                        6  BD                       CI answer at 9600 baud from now on
                        7  0E                       checksum
                        8  16                       stop
        12:00:00.010  <-  echo: the level converter sends back what it is given
        12:00:00.310  ..  no answer within 310 ms
        12:00:00.310  ->  SND_NKE to all meters, none answers
                      10 start | 40 C SND_NKE | FF A all meters, none answers | 3F checksum | 16 stop
        12:00:00.610  ..  silence, as it must be: nobody answers at 255
        """,
        (LineEntryKind.Sent, "68 03 03 68 53 FE BD 0E 16", 0),
        (LineEntryKind.Received, "68 03 03 68 53 FE BD 0E 16", 10),
        (LineEntryKind.Silence, "", 300),
        (LineEntryKind.Sent, "10 40 FF 3F 16", 0),
        (LineEntryKind.Silence, "", 300));

    [Theory]
    [InlineData("00 FF 00", "no frame, 3 bytes, 100 ms after the request: byte 0 is 00; a frame begins with 10, 68 or E5")]
    [InlineData("68 12 12 68 08 01", "no frame, 6 bytes, 100 ms after the request: cut off: byte 1 announces 24 bytes, 6 came")]
    [InlineData("10 7B 01", "no frame, 3 bytes, 100 ms after the request: cut off: a short frame has 5 bytes, 3 came")]
    [InlineData("68", "no frame, 1 bytes, 100 ms after the request: cut off after the start")]
    [InlineData("68 12 13 68", "no frame, 4 bytes, 100 ms after the request: the length bytes 1 and 2 differ: 12 and 13")]
    [InlineData("68 02 02 68", "no frame, 4 bytes, 100 ms after the request: the length in byte 1 is 2; the least is 3")]
    [InlineData("68 03 03 60", "no frame, 4 bytes, 100 ms after the request: byte 3 is 60 and should be 68")]
    [InlineData("68 03 03 68 08 01 72 7C 16", "no frame, 9 bytes, 100 ms after the request: the checksum in byte 7 is 7C and should be 7B")]
    [InlineData("68 03 03 68 08 01 72 7B 17", "no frame, 9 bytes, 100 ms after the request: byte 8 is 17 and should be 16")]
    public void What_is_no_frame_is_shown_with_what_is_wrong_and_where(string hex, string words)
    {
        var shown = Show((LineEntryKind.Sent, Request, 0), (LineEntryKind.Received, hex, 100), (LineEntryKind.Silence, "", 200)).Split('\n');

        Assert.Equal($"12:00:00.100  <?  {words}", shown[2]);
        Assert.Contains(hex[..Math.Min(hex.Length, 23)], shown[3], StringComparison.Ordinal);
        Assert.DoesNotContain(shown, line => line.Contains("no answer", StringComparison.Ordinal));
    }

    [Fact]
    public void A_frame_behind_noise_is_found()
    {
        var shown = Show((LineEntryKind.Sent, Request, 0), (LineEntryKind.Received, $"00 68 {Water}", 100));

        Assert.Contains("<?  no frame, 2 bytes", shown, StringComparison.Ordinal);
        Assert.Contains("<-  RSP_UD from meter 1, 12345678 TST", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_without_end_is_shown_in_pieces()
    {
        var transcript = new LineTranscript();
        var shown = 0;
        for (var i = 0; i < 100; i++)
        {
            var entry = new LineEntry(i + 1, DateTimeOffset.UnixEpoch, TimeSpan.Zero, LineEntryKind.Received) { Hex = new string('0', 200) };
            shown += transcript.Add(entry).Sum(line => line.Bytes.Length);
        }

        Assert.InRange(shown, 100 * 100 - 1100, 100 * 100);
    }

    [Fact]
    public void What_is_not_of_a_conversation_is_told_too()
    {
        var start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        LineEntry[] entries =
        [
            new(1, start, TimeSpan.Zero, LineEntryKind.Discarded) { Count = 7 },
            new(5, start, TimeSpan.Zero, LineEntryKind.Lost) { Text = "/dev/ttyUSB0 was unplugged." },
        ];

        Assert.Equal(
            """
            12:00:00.000  <?  7 bytes had come while nothing was asked: a damaged meter, a second master, or an answer that was too late
            12:00:00.000  !!  3 entries are missing here: this follower was too slow
            12:00:00.000  !!  the line failed: /dev/ttyUSB0 was unplugged.

            """,
            Write(TraceFormat.Text, entries));
    }

    [Fact]
    public void Raw_is_hexadecimal_digits_alone() => Assert.Equal(
        "107B017C16\nE5\n", Write(TraceFormat.Raw, Entries([(LineEntryKind.Sent, Request, 0), (LineEntryKind.Received, "E5", 10), (LineEntryKind.Silence, "", 10)])));

    [Fact]
    public void Json_has_every_byte_and_the_decoded_telegram()
    {
        var line = Write(TraceFormat.Json, Entries([(LineEntryKind.Sent, Request, 0), (LineEntryKind.Received, Water, 10)])).Split('\n')[1];

        var json = System.Text.Json.JsonDocument.Parse(line).RootElement;
        Assert.Equal("answer", json.GetProperty("event").GetString());
        Assert.Equal(1, json.GetProperty("address").GetInt32());
        Assert.Equal(24, json.GetProperty("bytes").EnumerateArray().Sum(bytes => bytes.GetProperty("length").GetInt32()));
        Assert.Equal("12345678", json.GetProperty("telegram").GetProperty("header").GetProperty("id").GetString());
    }

    /// <summary>Every vector has every byte explained once.</summary>
    [Fact]
    public void No_byte_of_any_telegram_is_left_out_or_told_twice()
    {
        var frames = 0;
        string[] folders = [Testing.Repository.File("tests", "vectors", "mbus"), .. Testing.Repository.SharedVectors is { } shared ? [shared] : Array.Empty<string>()];
        foreach (var line in folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.jsonl")).SelectMany(File.ReadLines))
        {
            using var vector = System.Text.Json.JsonDocument.Parse(line);
            if (!vector.RootElement.TryGetProperty("hex", out var hex)
                || MBus.Application.Telegram.Decode(Convert.FromHexString(hex.GetString()!)) is not { LinkError: MBus.Link.LinkError.None } telegram)
            {
                continue;
            }

            var at = 0;
            foreach (var meaning in FrameExplanation.Of(telegram))
            {
                Assert.True(meaning.Offset == at && meaning.Length > 0, $"byte {at} is told wrongly, {meaning}, in {line}");
                at += meaning.Length;
            }

            Assert.Equal(telegram.Frame.Bytes.Length, at);
            frames++;
        }

        Assert.True(frames > 100, $"only {frames} telegrams were found");
    }

    private static void AssertShown(string expected, params (LineEntryKind Kind, string Hex, int After)[] conversation) => Assert.Equal(expected + "\n", Show(conversation));

    private static string Show(params (LineEntryKind Kind, string Hex, int After)[] conversation) => Write(TraceFormat.Text, Entries(conversation));

    private static IEnumerable<LineEntry> Entries((LineEntryKind Kind, string Hex, int After)[] conversation)
    {
        var (number, elapsed) = (0, TimeSpan.Zero);
        foreach (var (kind, hex, after) in conversation)
        {
            elapsed += TimeSpan.FromMilliseconds(after);
            yield return new LineEntry(++number, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) + elapsed, elapsed, kind)
            {
                Hex = hex.Replace(" ", "", StringComparison.Ordinal),
            };
        }
    }

    private static string Write(TraceFormat format, IEnumerable<LineEntry> entries)
    {
        var output = new StringWriter { NewLine = "\n" };
        var (writer, transcript) = (new TraceWriter(output, format, TimeZoneInfo.Utc), new LineTranscript());
        foreach (var line in entries.SelectMany(transcript.Add))
        {
            writer.Write(line, transcript.Asked);
        }

        return output.ToString();
    }
}
