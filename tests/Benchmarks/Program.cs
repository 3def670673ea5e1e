using Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- decode
var benchmarks = new Dictionary<string, Func<string[], Task>>(StringComparer.Ordinal)
{
    ["decode"] = _ => DecodeBenchmark.RunAsync(),
    ["get"] = _ => GetBenchmark.RunAsync(),
    ["get-apdu"] = _ => GetApduBenchmark.RunAsync(),
    ["bus"] = BusBenchmark.RunAsync,
};

if (args is [ServerVerb.Name, .. var server])
{
    await ServerVerb.RunAsync(server);
    return 0;
}

if (args is not [var name, .. var options] || !benchmarks.TryGetValue(name, out var benchmark))
{
    Console.WriteLine($"Usage: dotnet run -c Release --project tests/Benchmarks -- {string.Join(" | ", benchmarks.Keys)}");
    Console.WriteLine("       bus takes the baud rates to measure in real time, such as 300 2400 9600; without any 2400 and 9600");
    return 1;
}

Console.WriteLine($"== {name}");
await benchmark(options);
return 0;
