using Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- decode
var benchmarks = new Dictionary<string, Action>(StringComparer.Ordinal)
{
    ["decode"] = DecodeBenchmark.Run,
};

if (args is [] || !args.All(benchmarks.ContainsKey))
{
    Console.WriteLine($"Usage: dotnet run -c Release --project tests/Benchmarks -- {string.Join(" | ", benchmarks.Keys)}");
    return 1;
}

foreach (var name in args)
{
    Console.WriteLine($"== {name}");
    benchmarks[name]();
}

return 0;
