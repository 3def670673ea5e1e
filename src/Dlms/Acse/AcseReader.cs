using Dlms.Ber;

namespace Dlms.Acse;

/// <summary>Reads the components of an ACSE APDU in whatever order they come, each at most once.</summary>
internal ref struct AcseReader
{
    private BerReader _components;
    private uint _seen;

    public AcseReader(ReadOnlySpan<byte> apdu, ApduTag tag) => _components = new(BerReader.ReadOnly(apdu, (byte)tag));

    public bool TryReadComponent(out byte tag, out ReadOnlySpan<byte> contents)
    {
        if (_components.IsAtEnd)
        {
            tag = 0;
            contents = default;
            return false;
        }

        contents = _components.ReadElement(out tag);
        var component = 1u << (tag & 0x1F);
        if ((_seen & component) != 0)
        {
            throw ApduException.Malformed($"The component {tag:X2} comes twice.");
        }

        _seen |= component;
        return true;
    }
}
