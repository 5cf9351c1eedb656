using System.Text.Json.Serialization;

namespace Holdfast.Benchmarks.Results;

/// <summary>One tool's figures for one step: medians over the rounds. Its JSON is the contract of <c>--json</c>.</summary>
/// <param name="Name">The benchmark.</param>
/// <param name="Step">The step within it.</param>
/// <param name="Tool">Who did it.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="CpuSeconds">User and system time of all processes.</param>
/// <param name="PeakBytes">Largest resident memory.</param>
/// <param name="StoredBytes">Bytes that the step added to the repository.</param>
/// <param name="Objects">Files that the step added to the repository.</param>
/// <param name="Ratio">Holdfast's seconds divided by this tool's; null when Holdfast has no figure.</param>
internal sealed record Result(
    string Name, string Step, string Tool, double Seconds, double CpuSeconds, long PeakBytes, long? StoredBytes, long? Objects, double? Ratio)
{
    /// <summary>Bytes of the source that this step found changed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ChangedBytes { get; init; }

    /// <summary>Bytes of the repository that a kept backup refers to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? LiveBytes { get; init; }
}
