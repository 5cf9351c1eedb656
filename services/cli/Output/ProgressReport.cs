using System.Globalization;
using Holdfast.Client.Operations;

namespace Holdfast.Cli.Output;

/// <summary>Tells how far an operation is, whenever that has changed. It is told where it is known, not later on another thread.</summary>
/// <typeparam name="T">What tells it.</typeparam>
/// <param name="report">Where to.</param>
/// <param name="progressOf">The progress in it.</param>
/// <param name="componentsOf">The components in it.</param>
internal sealed class ProgressReport<T>(Report report, Func<T, Progress?> progressOf, Func<T, IReadOnlyList<ComponentProgress>?> componentsOf) : IProgress<T>
{
    private string _said = "";

    public void Report(T value)
    {
        if (progressOf(value) is not { } progress)
        {
            return;
        }

        var pending = (componentsOf(value) ?? []).Where(component => component.State is not "Done").Select(component => component.Component);
        var amount = progress.TotalBytes is { } total and > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Min(100, progress.DoneBytes * 100 / total)} % of {Quantity.Bytes(total)}")
            : Quantity.Bytes(progress.DoneBytes);
        var text = $"{progress.State}: {progress.CompletedComponents} of {progress.TotalComponents} components, {amount}; to do: {string.Join(' ', pending)}";
        if (text == _said)
        {
            return;
        }

        _said = text;
        if (report.IsJson)
        {
            report.Say("progress", progress, "");
        }
        else
        {
            report.Note(text);
        }
    }
}
