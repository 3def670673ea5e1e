using System.IO.Pipelines;

namespace Gateway.Tests.Harness;

/// <summary>An end of a connection in memory.</summary>
internal sealed class MemoryConnection(PipeReader input, PipeWriter output) : IDuplexPipe
{
    public PipeReader Input { get; } = input;

    public PipeWriter Output { get; } = output;

    public static (MemoryConnection Client, MemoryConnection Server) Create()
    {
        var (requests, answers) = (new Pipe(), new Pipe());
        return (new(answers.Reader, requests.Writer), new(requests.Reader, answers.Writer));
    }
}
