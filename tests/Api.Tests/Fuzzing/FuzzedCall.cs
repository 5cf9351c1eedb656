using System.Text;

namespace Holdfast.Api.Tests.Fuzzing;

/// <summary>A call as it goes over the wire, wrong in one way or several.</summary>
/// <param name="Operation">The documented operation that it began as.</param>
/// <param name="Bytes">The whole request.</param>
/// <param name="Broken">Whether its length is not what it says, so that the caller hangs up rather than wait.</param>
/// <param name="Elsewhere">Whether it may have become a call of another operation.</param>
internal sealed record FuzzedCall(string Operation, byte[] Bytes, bool Broken, bool Elsewhere)
{
    private const int Shown = 1500;

    /// <summary>For a person, who has to see every byte.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Operation}: ");
        foreach (var one in Bytes.Take(Shown))
        {
            text.Append(one is >= 0x20 and < 0x7f ? (char)one : one == '\n' ? "\n" : $"\\x{one:x2}");
        }

        return $"{text}{(Bytes.Length > Shown ? $"… {Bytes.Length} bytes" : "")}";
    }
}
