using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// What the requests and responses of GET, SET and ACTION have in common (IEC 62056-5-3).
/// <code>
/// tag(1) choice(1) invoke-id-and-priority(1) ...
/// </code>
/// </summary>
/// <param name="InvokeId">Invoke-Id-And-Priority; a response bears its request's.</param>
public abstract record ServiceApdu(InvokeIdAndPriority InvokeId) : Apdu
{
    /// <summary>Octets of tag, choice and invoke-id-and-priority.</summary>
    internal const int HeaderLength = 3;

    /// <summary>Reads a request.</summary>
    /// <param name="apdu">The APDU.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="request">The request.</param>
    /// <param name="invokeId">Its invoke-id, also of one that cannot be read, so that it can be refused.</param>
    /// <exception cref="ApduException">It cannot be read and is too short to bear an invoke-id.</exception>
    internal static bool TryRead<TRequest>(
        ReadOnlySpan<byte> apdu, Func<ReadOnlySpan<byte>, TRequest> read, [NotNullWhen(true)] out TRequest? request, out InvokeIdAndPriority invokeId)
        where TRequest : ServiceApdu
    {
        try
        {
            request = read(apdu);
            invokeId = request.InvokeId;
            return true;
        }
        catch (ApduException) when (apdu.Length >= HeaderLength)
        {
            request = null;
            invokeId = new(apdu[HeaderLength - 1]);
            return false;
        }
    }

    private protected AxdrWriter Begin(IBufferWriter<byte> output, byte choice)
    {
        var writer = new AxdrWriter(output);
        writer.WriteUnsigned((byte)Tag);
        writer.WriteUnsigned(choice);
        writer.WriteUnsigned(InvokeId.Value);
        return writer;
    }

    private protected static AxdrReader Begin(ReadOnlySpan<byte> apdu, ApduTag tag, out byte choice, out InvokeIdAndPriority invokeId)
    {
        var reader = new AxdrReader(apdu);
        reader.Expect((byte)tag);
        choice = reader.ReadUnsigned();
        invokeId = new(reader.ReadUnsigned());
        return reader;
    }
}
