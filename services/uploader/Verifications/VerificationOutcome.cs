using Holdfast.State.Verifications;

namespace Holdfast.Uploader.Verifications;

/// <summary>How a verification ended.</summary>
/// <param name="State">A state that is an end.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
/// <param name="Problems">What is wrong, in plain words.</param>
internal sealed record VerificationOutcome(VerificationState State, string? Error, IReadOnlyList<string> Problems)
{
    public static VerificationOutcome Cancelled { get; } = new(VerificationState.Cancelled, null, []);

    public static VerificationOutcome Found(IReadOnlyList<string> problems) =>
        new(problems.Count == 0 ? VerificationState.Sound : VerificationState.Damaged, null, problems);

    public static VerificationOutcome Failed(string why) => new(VerificationState.Failed, why, []);
}
