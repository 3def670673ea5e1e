using System.Globalization;
using System.Text;
using Gateway.CommandLine;

// Numbers and dates in messages and files are the same on every machine; time zones are data, not culture.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Console.IsOutputRedirected)
{
    Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
}

return await GatewayCommand.RunAsync(args);
