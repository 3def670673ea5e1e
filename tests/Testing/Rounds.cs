namespace Testing;

/// <summary>
/// How many rounds a property, mutation, fuzz or simulation test runs, from the environment variable
/// <c>GATEWAY_TEST_ROUNDS</c>: <c>quick</c> (default, a newcomer's test run), <c>ci</c> or <c>full</c>.
/// </summary>
public static class Rounds
{
    /// <summary>The environment variable.</summary>
    public const string Variable = "GATEWAY_TEST_ROUNDS";

    /// <summary>Picks the number of rounds for this run.</summary>
    public static int Of(int quick, int ci, int full) => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" or "quick" => quick,
        "ci" => ci,
        "full" => full,
        var other => throw new InvalidOperationException($"{Variable} is '{other}'; it can be quick, ci or full."),
    };
}
