using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Sealing;

/// <summary>The passphrase or key file that was given opens no key of the repository. Not worth retrying.</summary>
public sealed class WrongKeyException(string message) : RepositoryRefusedException(RefusalReason.WrongKey, message);
