namespace Holdfast.Settings.Documents;

/// <summary>What may stand in a field.</summary>
public enum FieldKind
{
    /// <summary>Any text of one line.</summary>
    Text,

    /// <summary>True or false, as such or as text.</summary>
    Flag,

    /// <summary>A whole number, as such or as text.</summary>
    Count,

    /// <summary>When something recurs.</summary>
    Schedule,

    /// <summary>The same, or empty for never; an empty one is not shown.</summary>
    OptionalSchedule,

    /// <summary>Address of a server, or empty.</summary>
    Url,

    /// <summary>Something to be called over HTTP, a query included; or empty.</summary>
    WebAddress,

    /// <summary>Absolute path.</summary>
    Folder,
}
