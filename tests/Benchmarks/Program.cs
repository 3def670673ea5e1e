using Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- decode
var benchmarks = new Dictionary<string, Func<string[], Task>>(StringComparer.Ordinal)
{
    ["decode"] = _ => DecodeBenchmark.RunAsync(),
    ["get"] = _ => GetBenchmark.RunAsync(),
    ["get-apdu"] = _ => GetApduBenchmark.RunAsync(),
    ["associations"] = AssociationsBenchmark.RunAsync,
    ["profile"] = _ => ProfileBenchmark.RunAsync(),
    ["beside"] = BesideBenchmark.RunAsync,
    ["load"] = LoadBenchmark.RunAsync,
    ["push"] = PushBenchmark.RunAsync,
    ["bus"] = BusBenchmark.RunAsync,
    ["day"] = DayBenchmark.RunAsync,
    ["observe"] = _ => ObservationBenchmark.RunAsync(),
    ["bus-500"] = _ => LargeBusBenchmark.RunAsync(),
    ["bus-fault"] = _ => FaultyBusBenchmark.RunAsync(),
    ["events"] = _ => EventsBenchmark.RunAsync(),
    ["profile-store"] = ProfileStoreBenchmark.RunAsync,
    ["store-build"] = StoreBuilder.RunAsync,
    ["store-week"] = StoreWeekBenchmark.RunAsync,
    ["store-memory"] = StoreMemoryBenchmark.RunAsync,
    ["restart"] = RestartBenchmark.RunAsync,
    ["store-start"] = StoreStartBenchmark.RunAsync,
    ["store-forget"] = StoreForgetBenchmark.RunAsync,
    ["scrape"] = ScrapeBenchmark.RunAsync,
    ["pages"] = PagesBenchmark.RunAsync,
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
    Console.WriteLine("       day [--meters 250] [--cycles 96] [--seed 1]: a day of a bus on a virtual clock, every 15 min a cycle, twice with the seed and once with the next");
    Console.WriteLine("       push [--meters 50] [--rows 720]: what is stored goes to a receiver on this machine, plain and ciphered in turns");
    Console.WriteLine("       associations [--count 1000] [--busy 64]");
    Console.WriteLine("       beside --peer SERVER: another server and the gateway in turns");
    Console.WriteLine("       load --peer SERVER [--connections 8] [--busy 8] [--rate REQUESTS-PER-SECOND] [--seconds 10] [--counter 0] [--ciphered]");
    Console.WriteLine("       store-build FOLDER [--meters 500] [--days 400]: a data directory with so many readings; 500 x 400 are 4 GB");
    Console.WriteLine("       profile-store [FOLDER]: the stages of a long profile; without a folder out of a store that it builds");
    Console.WriteLine("       store-week | store-memory | store-start | store-forget [--days 1], each with FOLDER: what that store does");
    Console.WriteLine("       scrape [FOLDER]: the figures of a service with 500 meters; without a folder out of a store that it builds");
    Console.WriteLine("       pages [FOLDER]: how large the pages of such a service are, and how long they take");
    Console.WriteLine("       restart [--kills 30]: the service as a process, killed and stopped in turns, and how long it takes until it listens again");
    Console.WriteLine("       server profile [--port 24160] [--rows 10000]: serves until its input ends, and says itself in the words of SERVER:");
    Console.WriteLine("       127.0.0.1:4059 client=1 sap=1 register=1.0.1.8.0.255 profile=1.0.99.1.0.255 password=... ek=... ak=... pid=...");
    return 1;
}

Console.WriteLine($"== {name}");
await benchmark(options);
return 0;
