using System.Globalization;
using MBus.Application;
using MBus.Link;

namespace Gateway.Diagnosis;

/// <summary>One line of a conversation in one sentence, for whoever stands beside the bus.</summary>
internal static class LineEventWords
{
    /// <summary>The sentence, without a full stop.</summary>
    /// <param name="line">What happened.</param>
    /// <param name="telegram">Its bytes, decoded.</param>
    /// <param name="asked">Whom the last request was for.</param>
    public static string Of(LineEvent line, in Telegram telegram, Addressee asked) => line.Kind switch
    {
        LineEventKind.Request when telegram.LinkError == LinkError.None => Request(telegram.Frame, asked),
        LineEventKind.Request => $"{line.Bytes.Length} bytes that are no frame",
        LineEventKind.Answer => $"{Answer(telegram)}{After(line)}",
        LineEventKind.Echo => "echo: the level converter sends back what it is given",
        LineEventKind.Broken => $"no frame, {line.Bytes.Length} bytes{After(line)}: {LinkWords.Fault(line.Error, line.Bytes.Span)}",
        LineEventKind.NoAnswer when asked.Address == PrimaryAddress.Broadcast.Value => "silence, as it must be: nobody answers at 255",
        LineEventKind.NoAnswer => $"no answer{(line.After is { } after ? $" within {Milliseconds(after)}" : "")}",
        LineEventKind.Unrequested => $"{line.Count} bytes had come while nothing was asked: a damaged meter, a second master, or an answer that was too late",
        LineEventKind.Lost => $"the line failed: {line.Text}",
        _ => $"{line.Count} entries are missing here: this follower was too slow",
    };

    private static string Request(in LinkFrame frame, Addressee asked)
    {
        var service = LinkWords.Service(frame.Control);
        var target = frame.Address != PrimaryAddress.Selected.Value ? LinkWords.Address(frame.Address)
            : asked.Selected is { } selected && !IsSelection(frame) ? $"the selected meter {selected}"
            : "the selected meter";
        return IsSelection(frame) && asked.Selected is { } wanted ? $"{service}: select {wanted}"
            : frame.IsLong ? $"{service} to {target}: {LinkWords.ControlInformation(frame.Control, frame.ControlInformation)}"
            : frame.Control.FrameCountValid ? $"{service} to {target}, frame count bit {(frame.Control.FrameCountBit ? 1 : 0)}"
            : $"{service} to {target}";
    }

    private static bool IsSelection(in LinkFrame frame) => frame is { IsLong: true, ControlInformation: 0x52 };

    private static string Answer(in Telegram telegram)
    {
        var frame = telegram.Frame;
        if (frame.Kind == LinkFrameKind.Ack)
        {
            return "E5: confirmed";
        }

        var who = telegram.Header.Kind switch
        {
            TelegramHeaderKind.Long => $", {telegram.Header.IdentificationText} {telegram.Header.Manufacturer}, {telegram.Header.Medium}",
            TelegramHeaderKind.Fixed => $", {telegram.Header.IdentificationText}, {telegram.Header.Medium}",
            _ => "",
        };
        var what = telegram.Kind == TelegramKind.ApplicationError ? $", refused: {telegram.ApplicationError.Word()}" : "";
        return $"{LinkWords.Service(frame.Control)} from {LinkWords.Address(frame.Address)}{who}{what}, {frame.Bytes.Length} bytes";
    }

    private static string After(LineEvent line) => line.After is { } after ? $", {Milliseconds(after)} after the request" : "";

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");
}
