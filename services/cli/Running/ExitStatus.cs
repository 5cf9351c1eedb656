using System.Net;
using Holdfast.Client;

namespace Holdfast.Cli.Running;

/// <summary>What the process ends with. Scripts rely on these: they do not change.</summary>
internal static class ExitStatus
{
    public const int Done = 0;

    /// <summary>The operation failed, or the API refused the call.</summary>
    public const int Failed = 1;

    /// <summary>The command line, or what it says, is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The API does not answer, or the key does not allow the call; or the store cannot be read.</summary>
    public const int NoAccess = 3;

    /// <summary>The store has no backups of this namespace.</summary>
    public const int NoRepository = 10;

    /// <summary>Something else runs or stands in the way; later it may work.</summary>
    public const int Busy = 11;

    /// <summary>The backups are encrypted, and the passphrase is missing or not theirs.</summary>
    public const int WrongKey = 12;

    /// <summary>Ctrl-C while it waited.</summary>
    public const int Interrupted = 130;

    public static int Of(HoldfastException refused) => refused.Status switch
    {
        HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge => Usage,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests => NoAccess,
        HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => Busy,
        _ when refused.IsUnavailable => NoAccess,
        _ => Failed,
    };
}
