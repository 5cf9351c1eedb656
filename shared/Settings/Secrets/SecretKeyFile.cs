using System.Security.Cryptography;
using Holdfast.Engine.Volumes;
using Microsoft.Extensions.Options;

namespace Holdfast.Settings.Secrets;

/// <summary>The file with the key: 32 random bytes as Base64. It is read at every use, so that one that is put back works at once.</summary>
public sealed class SecretKeyFile(IOptions<SecretsOptions> options)
{
    private const int KeyLength = 32;

    /// <summary>Empty when none is configured.</summary>
    public string Path => options.Value.KeyFile;

    /// <summary>Makes the file with a new key, readable for its owner alone.</summary>
    /// <returns>False when another process has just made one.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    public async Task<bool> TryCreateAsync(CancellationToken cancellationToken)
    {
        var path = System.IO.Path.GetFullPath(Path);
        var folder = System.IO.Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var unfinished = $"{path}.{Guid.NewGuid():N}";
        try
        {
            var mode = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            await using (var file = new FileStream(unfinished, mode))
            await using (var text = new StreamWriter(file))
            {
                await text.WriteLineAsync(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength)).AsMemory(), cancellationToken);
                await text.FlushAsync(cancellationToken);
                Durable.SyncFile(file.SafeFileHandle);
            }

            File.Move(unfinished, path, overwrite: false);
            Durable.SyncDirectory(folder);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>The key.</summary>
    /// <exception cref="SecretKeyException">There is none.</exception>
    internal byte[] Read()
    {
        if (Path.Length == 0)
        {
            throw new SecretKeyException("Secrets:KeyFile is not set, so no secret of a document can be sealed or read: set it, the same file for api, scheduler and uploader.");
        }

        try
        {
            var key = Convert.FromBase64String(File.ReadAllText(Path).Trim());
            return key.Length == KeyLength ? key : throw new FormatException($"it holds {key.Length} bytes");
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SecretKeyException($"The key file '{Path}' (Secrets:KeyFile) is missing, so secrets of documents can neither be sealed nor read. {Remedy}", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new SecretKeyException($"The key file '{Path}' (Secrets:KeyFile) cannot be read: {cause.Message}", cause);
        }
        catch (FormatException cause)
        {
            throw new SecretKeyException($"The key file '{Path}' (Secrets:KeyFile) does not hold {KeyLength} bytes as Base64. {Remedy}", cause);
        }
    }

    internal const string Remedy =
        "Put the right file back; if it is lost for good, make another one (head -c 32 /dev/urandom | base64) and write the secrets anew.";
}
