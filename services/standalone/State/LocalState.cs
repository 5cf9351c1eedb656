using Holdfast.Hosting.Stores;
using Holdfast.State.Database;
using Microsoft.Data.Sqlite;

namespace Holdfast.Standalone.State;

/// <summary>Where the state of a standalone process lies, and that only one process has it.</summary>
internal static class LocalState
{
    /// <summary>Below <c>ObjectStore:localLocation</c>. Stores take names that begin with this prefix for not theirs.</summary>
    private const string Folder = ".holdfast-state";

    /// <summary>Sets <c>State:ConnectionString</c> and <c>Secrets:KeyFile</c> when they are not set. Call it before anything else that uses the state.</summary>
    public static StateOptions AddLocalState(this IHostApplicationBuilder builder)
    {
        var store = builder.Configuration.GetSection(ObjectStoreOptions.Section).Get<ObjectStoreOptions>() ?? new ObjectStoreOptions();
        var folder = Path.Combine(store.LocalLocation, Folder);
        if (Read(builder).Provider == StateProvider.Sqlite && string.IsNullOrEmpty(builder.Configuration["State:ConnectionString"]))
        {
            builder.Configuration.AddInMemoryCollection([new("State:ConnectionString", $"Data Source={Path.Combine(folder, "holdfast.db")}")]);
        }

        if (string.IsNullOrEmpty(builder.Configuration["Secrets:KeyFile"]))
        {
            var beside = FileOf(Read(builder)) is { } file ? Path.GetDirectoryName(file)! : folder;
            builder.Configuration.AddInMemoryCollection([new("Secrets:KeyFile", Path.Combine(beside, "secrets.key"))]);
        }

        return Read(builder);
    }

    /// <summary>The full path of an SQLite database; null when it is not a file.</summary>
    public static string? FileOf(StateOptions options)
    {
        if (options.Provider != StateProvider.Sqlite)
        {
            return null;
        }

        var source = new SqliteConnectionStringBuilder(options.ConnectionString).DataSource;
        return source.Length == 0 || source.StartsWith(':') ? null : Path.GetFullPath(source);
    }

    private static StateOptions Read(IHostApplicationBuilder builder) =>
        builder.Configuration.GetSection(StateOptions.Section).Get<StateOptions>() ?? new StateOptions();
}
