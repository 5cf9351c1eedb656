namespace Holdfast.State.Database;

/// <summary>Where state lives.</summary>
public enum StateProvider
{
    /// <summary>A file beside the one process that uses it.</summary>
    Sqlite,

    /// <summary>A server that several services share.</summary>
    Postgres,
}
