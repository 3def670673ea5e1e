using System.IO.Pipelines;

namespace Dlms.Tests;

/// <summary>Two ends of a connection in memory.</summary>
internal sealed class DuplexPipe(PipeReader input, PipeWriter output) : IDuplexPipe
{
    public PipeReader Input { get; } = input;

    public PipeWriter Output { get; } = output;

    public static (DuplexPipe Client, DuplexPipe Server) Create(PipeOptions? toClient = null)
    {
        var requests = new Pipe();
        var answers = new Pipe(toClient ?? PipeOptions.Default);
        return (new(answers.Reader, requests.Writer), new(requests.Reader, answers.Writer));
    }
}
