using System.Text.RegularExpressions;
using Holdfast.Api.Answers;

namespace Holdfast.Api.Calls;

/// <summary>Checks names of namespaces in calls.</summary>
internal static partial class NamespaceName
{
    /// <exception cref="CallRefusedException">400: it cannot be a namespace.</exception>
    public static string Check(string field, string name) => Pattern().IsMatch(name)
        ? name
        : throw CallRefusedException.Invalid(field, $"'{name}' is not a namespace: 1 to 63 lower-case letters, digits and dashes");

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex Pattern();
}
