using System.Diagnostics;

namespace Holdfast.Sample.Story;

/// <summary>Tells a person what happens; on a terminal the progress of a step stays on one line.</summary>
internal sealed class Terminal
{
    private readonly bool _live = !Console.IsOutputRedirected;
    private long _since = Stopwatch.GetTimestamp();
    private string _shown = "";

    /// <summary>Begins a step.</summary>
    public void Step(string title)
    {
        End();
        _since = Stopwatch.GetTimestamp();
        Console.WriteLine($"\n== {title}");
    }

    public void Line(string text)
    {
        End();
        Console.WriteLine($"   {text}");
    }

    /// <summary>Shows how far the step is; the same text again shows only that time passes.</summary>
    public void Progress(string text)
    {
        var seconds = Stopwatch.GetElapsedTime(_since).TotalSeconds;
        if (_live)
        {
            var line = $"   {seconds,5:0.0} s  {text}";
            Console.Write($"\r\e[K{(line.Length < Console.WindowWidth ? line : line[..Math.Max(1, Console.WindowWidth - 1)])}");
        }
        else if (text != _shown)
        {
            Console.WriteLine($"   {seconds,5:0.0} s  {text}");
        }

        _shown = text;
    }

    /// <summary>How long the step has taken.</summary>
    public string Elapsed => $"{Stopwatch.GetElapsedTime(_since).TotalSeconds:0.0} s";

    private void End()
    {
        if (_live && _shown.Length > 0)
        {
            Console.Write("\r\e[K");
        }

        _shown = "";
    }
}
