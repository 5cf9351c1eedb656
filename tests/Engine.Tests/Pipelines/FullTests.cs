namespace Holdfast.Engine.Tests.Pipelines;

/// <summary>Whether tests that are exhaustive try every case, or every so many-th one.</summary>
internal static class FullTests
{
    public const string Variable = "HOLDFAST_FULL_TESTS";

    public static bool Wanted { get; } = Environment.GetEnvironmentVariable(Variable) == "1";
}
