using System.Buffers;

namespace Benchmarks;

/// <summary>Requests ciphered before they are used, since the client's work is not to be measured: one plain text under rising counters.</summary>
/// <param name="client">Ciphers them.</param>
/// <param name="plain">The request.</param>
/// <param name="count">How many.</param>
internal sealed class CipheredRequests(ClientAssociation client, byte[] plain, int count)
{
    private readonly ArrayBufferWriter<byte> _octets = new();

    /// <summary>How many.</summary>
    public int Count => count;

    /// <summary>Octets of each.</summary>
    public int Length { get; private set; }

    /// <summary>A request.</summary>
    public ReadOnlyMemory<byte> this[int index] => _octets.WrittenMemory.Slice(index * Length, Length);

    /// <summary>Makes them anew.</summary>
    public void Prepare()
    {
        _octets.ResetWrittenCount();
        for (var i = 0; i < count; i++)
        {
            client.Protect(plain, _octets);
        }

        Length = _octets.WrittenCount / count;
    }
}
