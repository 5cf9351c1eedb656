namespace Holdfast.Engine.Verification;

/// <summary>How thoroughly a snapshot is verified.</summary>
public sealed class VerifyOptions
{
    /// <summary>Share of the packs whose every byte is read, decoded and hashed, 0 to 1. Structure is always verified in full.</summary>
    public double ReadDataShare { get; init; }

    /// <summary>Chooses which packs are sampled: another value, such as the day, chooses others.</summary>
    public int SampleSeed { get; init; }

    /// <summary>Which packs are looked at, by their keys. Default: all.</summary>
    public Func<string, bool> Wanted { get; init; } = _ => true;

    /// <summary>Told the length of each pack when it is done with, from whatever thread.</summary>
    public Action<long> PackDone { get; init; } = _ => { };

    /// <summary>Packs read at the same time.</summary>
    public int Parallel { get; init; } = Environment.ProcessorCount;
}
