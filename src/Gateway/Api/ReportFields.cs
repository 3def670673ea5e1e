using Gateway.Configuration;

namespace Gateway.Api;

/// <summary>Reads what a request says of a report; what is not given stays as it is, and null takes a setting back.</summary>
internal static class ReportFields
{
    /// <summary>What is to be stored for the report.</summary>
    /// <param name="fields">The request.</param>
    /// <param name="stored">What is stored now.</param>
    public static ReportOptions Read(RequestFields fields, ReportOptions stored) => new()
    {
        Enabled = fields.Flag("enabled", stored.Enabled),
        Schedule = fields.Text("schedule", stored.Schedule),
        ValuePeriod = fields.Text("valuePeriod", stored.ValuePeriod),
        Receiver = ReadReceiver(fields, stored.Receiver),
        Randomisation = fields.Duration("randomisation", stored.Randomisation),
        Retries = fields.Number("retries", stored.Retries, 0, byte.MaxValue),
        RepetitionDelay = fields.Duration("repetitionDelay", stored.RepetitionDelay),
        CommunicationWindow = fields.Texts("communicationWindow", stored.CommunicationWindow),
    };

    /// <summary>The field of a request that a setting is: <c>receiver.address</c> for <c>Receiver:Address</c>.</summary>
    public static string NameOf(string setting) => string.Join('.', setting.Split(':').Select(part => char.ToLowerInvariant(part[0]) + part[1..]));

    private static ReceiverOptions? ReadReceiver(RequestFields fields, ReceiverOptions? stored)
    {
        if (fields.Inside("receiver", out var isNull) is not { } receiver)
        {
            return isNull ? null : stored;
        }

        var read = new ReceiverOptions
        {
            Address = receiver.Text("address", stored?.Address),
            ClientSap = receiver.Number("clientSap", stored?.ClientSap, 1, ushort.MaxValue),
            ServerSap = receiver.Number("serverSap", stored?.ServerSap, 1, ushort.MaxValue),
            Security = receiver.Text("security", stored?.Security),
        };
        receiver.CheckOthers();
        return read == new ReceiverOptions() ? null : read;
    }
}
