namespace Holdfast.Benchmarks.Processes;

/// <summary>What one run of a pipeline took.</summary>
/// <param name="Seconds">Wall time from the first start to the last end.</param>
/// <param name="CpuSeconds">User and system time of every process of the pipeline and of the children these waited for.</param>
/// <param name="PeakBytes">Largest resident set; the sum over the pipeline's commands, each counted at its own peak.</param>
internal readonly record struct Usage(double Seconds, double CpuSeconds, long PeakBytes)
{
    /// <summary>Two runs one after the other.</summary>
    public Usage Then(Usage next) =>
        new(Seconds + next.Seconds, CpuSeconds + next.CpuSeconds, Math.Max(PeakBytes, next.PeakBytes));
}
