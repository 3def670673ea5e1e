using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Metering;

namespace Gateway.Configuration;

/// <summary>Who this gateway is to a head-end: logical device name and system title.</summary>
/// <param name="FlagId">Three letters of the maker.</param>
/// <param name="Serial">28 bits.</param>
internal sealed record GatewayIdentity(string FlagId, uint Serial)
{
    /// <summary>The highest serial number: the system title holds 28 bits.</summary>
    public const uint MaximumSerial = (1u << 28) - 1;

    /// <summary>Serial numbers are drawn from here on, away from the ones the CMe3100 bears.</summary>
    private const int FirstDrawnSerial = 200_000_000;

    private const string SerialState = "gateway.serial";

    /// <summary>The logical device name: FLAG id and ten digits, <c>ELV0016000001</c>.</summary>
    public string LogicalDeviceName => $"{FlagId}{Serial:D10}";

    /// <summary>
    /// The system title, eight bytes: FLAG id, device type 0, function type 0 in the high nibble and the serial number in the
    /// last 28 bits.
    /// </summary>
    public byte[] SystemTitle
    {
        get
        {
            var title = new byte[8];
            Encoding.ASCII.GetBytes(FlagId, title);
            BinaryPrimitives.WriteUInt32BigEndian(title.AsSpan(4), Serial);
            return title;
        }
    }

    /// <summary>Whether a text is a serial number: ten digits within 28 bits.</summary>
    public static bool IsSerial(string text) =>
        text.Length == 10 && uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var serial) && serial <= MaximumSerial;

    /// <summary>The identity by its logical device name.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static GatewayIdentity Of(string logicalDeviceName) => new(logicalDeviceName[..3], uint.Parse(logicalDeviceName.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture));

    /// <summary>The identity of this data directory where it has one already; null: its serial number is drawn at the first start.</summary>
    /// <exception cref="CommandLine.RefusedException">What is kept is no serial number.</exception>
    public static GatewayIdentity? Find(GatewayOptions options, IStateStore state) => (options.Serial ?? state.State.GetValueOrDefault(SerialState)) is { } serial ? Of(options, serial) : null;

    /// <summary>The identity of this data directory; its serial number is drawn when it has none yet.</summary>
    public static async Task<GatewayIdentity> LoadAsync(GatewayOptions options, IStateStore state)
    {
        var drawn = RandomNumberGenerator.GetInt32(FirstDrawnSerial, (int)MaximumSerial + 1).ToString("D10", CultureInfo.InvariantCulture);
        return Of(options, options.Serial ?? await state.GetOrAddAsync(SerialState, drawn));
    }

    private static GatewayIdentity Of(GatewayOptions options, string serial) =>
        new(options.FlagId, IsSerial(serial) ? uint.Parse(serial, CultureInfo.InvariantCulture) : throw StateEntry.Wrong(SerialState, $"is '{serial}', which is no serial number"));
}
