namespace Holdfast.DbDumper.Clients;

/// <summary>How a client program ended.</summary>
/// <param name="Code">Exit status; 128 + n after signal n.</param>
/// <param name="Messages">What it wrote to standard error, line by line; the middle of very long output is left out.</param>
internal sealed record ClientExit(int Code, IReadOnlyList<string> Messages)
{
    /// <summary>The messages as one text; says so when there are none.</summary>
    public string Text => Messages.Count > 0 ? string.Join(Environment.NewLine, Messages) : "it gave no reason";
}
