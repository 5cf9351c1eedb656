namespace Holdfast.Hosting.Hooks;

/// <summary>What a hook calls: a URL, or a program of the worker's machine.</summary>
public sealed class HookCallOptions
{
    /// <summary>Gets a POST of JSON; any status of success will do.</summary>
    public string Url { get; set; } = "";

    /// <summary>Program and arguments, without a shell; what it is called for is in its environment.</summary>
    public IList<string> Command { get; init; } = [];

    /// <summary>How long it may take, up to an hour; default 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether there is anything to call.</summary>
    public bool IsSet => Url.Length > 0 || Command.Count > 0;
}
