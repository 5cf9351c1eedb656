using Holdfast.Hosting.Stores;
using Holdfast.ObjectStores;
using Holdfast.ObjectStores.Directories;
using Holdfast.ObjectStores.Retries;
using Microsoft.Extensions.Logging;

namespace Holdfast.Uploader.Stores;

/// <summary>The store that the configuration names. What kinds there are is known here and nowhere else.</summary>
/// <param name="Objects">The store; what fails for a moment is repeated.</param>
/// <param name="Directory">The same store where it is a local directory, whose objects can be staged without a copy; else null.</param>
internal sealed record ConfiguredStore(IObjectStore Objects, DirectoryStore? Directory)
{
    public static ConfiguredStore Open(ObjectStoreOptions options, TimeProvider clock, ILogger<RetryingStore> logger)
    {
        switch (options.LocationType)
        {
            case "local":
                var directory = new DirectoryStore(options.LocalLocation);
                return new ConfiguredStore(new RetryingStore(directory, new RetryOptions(), clock, logger), directory);
            default:
                throw new NotSupportedException(
                    $"This build of Holdfast cannot store objects in '{options.LocationType}' yet. Set ObjectStore:locationType to local.");
        }
    }
}
