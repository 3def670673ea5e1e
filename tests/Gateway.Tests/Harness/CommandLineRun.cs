using System.Text;
using Gateway.CommandLine;
using Testing;

namespace Gateway.Tests.Harness;

/// <summary>
/// Runs a verb in this process. The console is shared by all tests, so what is written to it goes to the test whose flow writes it.
/// </summary>
internal static class CommandLineRun
{
    private static readonly AsyncLocal<Streams?> Current = new();

    static CommandLineRun()
    {
        // not those of whoever runs the tests
        Environment.SetEnvironmentVariable("GATEWAY_COUNTERS", Path.Combine(AppContext.BaseDirectory, "counters"));
        Console.SetOut(new Routed(Console.Out, streams => streams.Output));
        Console.SetError(new Routed(Console.Error, streams => streams.Error));
        Console.SetIn(new RoutedInput(Console.In));
    }

    public static Task<CommandResult> RunAsync(params string[] args) => RunWithInputAsync("", args);

    public static async Task<CommandResult> RunWithInputAsync(string input, params string[] args)
    {
        var streams = new Streams(new StringWriter(), new StringWriter(), new StringReader(input));
        Current.Value = streams;
        var code = await GatewayCommand.RunAsync(args).InTimeAsync();
        return new CommandResult(code, streams.Output.ToString(), streams.Error.ToString());
    }

    private sealed record Streams(StringWriter Output, StringWriter Error, StringReader Input);

    private sealed class Routed(TextWriter others, Func<Streams, TextWriter> writer) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        private TextWriter Target => Current.Value is { } streams ? writer(streams) : others;

        public override void Write(char value) => Target.Write(value);

        public override void Write(string? value) => Target.Write(value);

        public override void Write(char[] buffer, int index, int count) => Target.Write(buffer, index, count);

        public override void Flush() => Target.Flush();
    }

    private sealed class RoutedInput(TextReader others) : TextReader
    {
        private TextReader Source => Current.Value?.Input ?? others;

        public override int Read() => Source.Read();

        public override int Peek() => Source.Peek();

        public override string? ReadLine() => Source.ReadLine();
    }
}
