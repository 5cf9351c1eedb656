using System.Text;
using CsCheck;
using Xunit;

namespace Holdfast.ObjectStores.Tests;

public sealed class ObjectKeyTests
{
    private static readonly string[] _letters =
        ["/", "-", "a", "z", "é", "\u0301", "\ud7ff", "\ue000", "\uffee", "😀", "\U0010FFFF"];

    private static readonly Gen<string> _text = Gen.Int[0, _letters.Length - 1].Array[0, 6]
        .Select(numbers => string.Concat(numbers.Select(number => _letters[number])));

    [Fact]
    public void Keys_are_ordered_as_their_bytes() => Gen.Select(_text, _text).Sample((left, right) =>
        Math.Sign(ObjectKey.Compare(left, right))
        == Math.Sign(Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right))));
}
