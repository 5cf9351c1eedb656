using Holdfast.Settings.Documents;
using Holdfast.Settings.Overrides;
using Holdfast.Settings.Secrets;
using Holdfast.Settings.Stored;

namespace Holdfast.Api.Documents;

/// <summary>Turns what a caller sends into what is to be stored, or into the list of everything that is wrong.</summary>
/// <param name="overrides">Fields that cannot be changed here.</param>
/// <param name="secrets">Seals.</param>
/// <param name="checks">Say what is wrong with the whole.</param>
internal sealed class DocumentUpdate(ProcessOverrides overrides, SecretBox secrets, DocumentChecks checks)
{
    /// <summary>The values to store, secrets sealed. Fields that are not sent go back to their default, which is not stored; those that are locked stay as they are.</summary>
    /// <exception cref="DocumentRefusedException">Something is wrong; every problem is told.</exception>
    /// <exception cref="SecretKeyException">A secret cannot be sealed, or one that is to stay cannot be read.</exception>
    public IReadOnlyDictionary<string, string> Apply(StoredDocument stored, DocumentReading sent)
    {
        var problems = sent.Problems.ToList();
        var values = new Dictionary<string, string>();
        foreach (var field in stored.Document.Fields)
        {
            if (Apply(stored, field, sent.Values.GetValueOrDefault(field.Path), problems) is { Length: > 0 } text && text != field.Default)
            {
                values[field.Path] = text;
            }
        }

        var named = problems.Select(problem => problem.Field).ToHashSet();
        problems.AddRange(checks.Of(stored.Document, values).Where(problem => !named.Contains(problem.Field)));
        return problems.Count == 0 ? values : throw new DocumentRefusedException(problems);
    }

    private string? Apply(StoredDocument stored, Field field, string? sent, List<FieldProblem> problems)
    {
        var (document, kept) = (stored.Document, stored.Values.GetValueOrDefault(field.Path));
        if (overrides.Of(document, field) is { } locked)
        {
            var shown = field.IsSecret ? Field.Mask : locked.Text;
            if (sent is not null && !string.Equals(sent, shown, field.Kind == FieldKind.Flag ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
            {
                problems.Add(new FieldProblem(
                    field.Path, $"is set by {locked.Source}{(field.IsSecret ? "" : $" to '{locked.Text}'")} and cannot be changed here; change it there"));
            }

            return kept;
        }

        if (!field.IsSecret || sent is not { Length: > 0 })
        {
            return sent;
        }

        var owner = StoredDocument.OwnerOf(document, field);
        if (sent != Field.Mask)
        {
            return kept is not null && IsSame(owner, kept, sent) ? kept : secrets.Seal(owner, sent);
        }

        if (kept is null)
        {
            problems.Add(new FieldProblem(field.Path, $"'{Field.Mask}' keeps what is stored, but nothing is"));
            return null;
        }

        secrets.Open(owner, kept); // what cannot be read must not be kept as if it were good
        return kept;
    }

    /// <summary>The same secret sealed anew would look like another one.</summary>
    private bool IsSame(string owner, string kept, string sent)
    {
        try
        {
            return secrets.Open(owner, kept) == sent;
        }
        catch (SecretKeyException)
        {
            return false; // it is being written anew, which is how that is mended
        }
    }
}
