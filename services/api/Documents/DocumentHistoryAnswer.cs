namespace Holdfast.Api.Documents;

/// <summary>The versions of a document, newest first.</summary>
internal sealed record DocumentHistoryAnswer(IEnumerable<DocumentHistoryAnswer.Entry> History)
{
    /// <summary>One version.</summary>
    /// <param name="Version">From 1 on.</param>
    /// <param name="At">When it was stored.</param>
    /// <param name="By">Name of the API key.</param>
    /// <param name="From">The caller's address.</param>
    /// <param name="Changes">What it changed; of secrets only that they changed.</param>
    internal sealed record Entry(int Version, DateTimeOffset At, string By, string From, IReadOnlyList<DocumentChange>? Changes);
}
