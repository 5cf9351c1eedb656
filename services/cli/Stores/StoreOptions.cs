using System.CommandLine;

namespace Holdfast.Cli.Stores;

/// <summary>The options of every command that reads the store itself.</summary>
internal static class StoreOptions
{
    public static Option<string?> Store { get; } = new("--store")
    {
        Description = "Folder with the backups; without it what --config or the environment (OBJECT_STORE_LOCATION_TYPE, AWS_S3_BUCKET_NAME, …) says",
        HelpName = "folder",
        Recursive = true,
    };

    public static Option<string?> Config { get; } = new("--config")
    {
        Description = "Configuration file as the services read it [HOLDFAST_CONFIG]; its section ObjectStore counts",
        HelpName = "file",
        Recursive = true,
    };

    public static Option<string?> Namespace { get; } = new("--namespace")
    {
        Description = "Whose backups; need not be said where the store has those of one namespace",
        HelpName = "name",
        Recursive = true,
    };

    public static Option<string?> PassphraseFile { get; } = new("--passphrase-file")
    {
        Description = "File with the passphrase of encrypted backups, - for standard input",
        HelpName = "file",
        Recursive = true,
    };

    public static Option<string?> Staging { get; } = new("--staging")
    {
        Description = "Folder for what is fetched on the way and for lists that do not fit into memory; the system's for temporary files without it",
        HelpName = "folder",
        Recursive = true,
    };

    public static IReadOnlyList<Option> All { get; } = [Store, Config, Namespace, PassphraseFile, Staging];
}
