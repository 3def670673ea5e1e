using Cosem;
using Gateway.Configuration;
using Microsoft.AspNetCore.DataProtection;

namespace Gateway.Readout;

/// <summary>The keys of the meters that encrypt, stored with each meter, protected with the keys of the data directory.</summary>
internal sealed class MeterKeys(string dataDirectory)
{
    /// <summary>AES-128: 16 octets.</summary>
    public const int KeyLength = 16;

    private readonly IDataProtector _protector =
        DataProtectionProvider.Create(DataDirectory.KeysIn(dataDirectory), builder => builder.SetApplicationName("gateway")).CreateProtector("meter keys");

    /// <summary>A key as it is stored.</summary>
    /// <param name="key">16 octets.</param>
    public Octets Protect(ReadOnlySpan<byte> key) => _protector.Protect(key.ToArray());
}
