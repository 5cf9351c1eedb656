namespace Holdfast.Engine.Repositories;

/// <summary>Why a repository or one of its documents is refused.</summary>
public enum RefusalReason
{
    /// <summary>There is no repository.</summary>
    Missing,

    /// <summary>A document is not what its key says, or its bytes are not those that were written.</summary>
    Damaged,

    /// <summary>Written by a newer program in a version of the format that this one does not know.</summary>
    NewerVersion,

    /// <summary>Needs a feature that this program does not know.</summary>
    UnknownFeature,

    /// <summary>A document names another repository than the one it lies in.</summary>
    ForeignRepository,

    /// <summary>The repository is encrypted, and neither passphrase nor key file was given.</summary>
    SecretMissing,

    /// <summary>A passphrase or key file was given for a repository without encryption.</summary>
    NotSealed,

    /// <summary>The passphrase or key file opens no key of the repository, or not the one that is needed.</summary>
    WrongKey,
}
