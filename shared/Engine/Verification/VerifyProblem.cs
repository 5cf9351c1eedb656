namespace Holdfast.Engine.Verification;

/// <summary>Something that is not as it must be.</summary>
/// <param name="Key">The object: a pack that is to be quarantined, or the snapshot.</param>
/// <param name="What">What is wrong, in plain words.</param>
public sealed record VerifyProblem(string Key, string What);
