using System.CommandLine;

namespace Holdfast.Cli.Stores;

/// <summary>Commands for the day on which no service runs any more: the store and the passphrase are enough.</summary>
internal static class StoreCommands
{
    public static Command Create()
    {
        var store = new Command("store", "List, verify and bring back backups from the store itself, with no service running") { StoreList.Create(), StoreExtract.Create(), StoreVerify.Create() };
        foreach (var option in StoreOptions.All)
        {
            store.Options.Add(option);
        }

        return store;
    }
}
