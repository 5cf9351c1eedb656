namespace Holdfast.Benchmarks.Data;

/// <summary>Made-up words of which few are frequent and many are rare, as in real text.</summary>
internal sealed class Vocabulary
{
    private const int Draws = 1 << 16;

    private static readonly string[] Syllables =
    [
        "ac", "al", "an", "ar", "ba", "be", "can", "cer", "co", "con", "da", "de", "der", "di", "do", "el", "en", "er", "es", "fa", "fer", "ga", "gen",
        "ha", "her", "in", "ing", "is", "ja", "ka", "la", "le", "li", "lo", "ma", "me", "mi", "mo", "na", "ne", "ni", "no", "on", "or", "pa", "per", "po",
        "pre", "ra", "re", "ri", "ro", "sa", "se", "ser", "si", "sta", "str", "sub", "ta", "te", "ter", "ti", "tion", "to", "tra", "un", "ur", "va", "ver", "vi",
    ];

    private readonly byte[][] _words;
    private readonly ushort[] _draws = new ushort[Draws];

    /// <param name="seed">Words of one seed are always the same.</param>
    /// <param name="size">How many words, at most 65,536.</param>
    public Vocabulary(ulong seed, int size)
    {
        var random = new SeededRandom(seed);
        _words = new byte[size][];
        for (var index = 0; index < size; index++)
        {
            var word = "";
            for (var count = 1 + random.Below(3) + (index > 100 ? 1 : 0); count > 0; count--)
            {
                word += Syllables[random.Below(Syllables.Length)];
            }

            _words[index] = System.Text.Encoding.ASCII.GetBytes(word);
        }

        FillDraws(size);
    }

    /// <summary>Words chosen by Zipf's law.</summary>
    public ReadOnlySpan<byte> Word(SeededRandom random) => _words[_draws[random.Next() >> 48]];

    public string Name(SeededRandom random) => System.Text.Encoding.ASCII.GetString(Word(random));

    private void FillDraws(int size)
    {
        var total = 0L;
        for (var index = 0; index < size; index++)
        {
            total += Weight(index);
        }

        var sum = 0L;
        var word = 0;
        for (var draw = 0; draw < Draws; draw++)
        {
            while ((sum + Weight(word)) * Draws <= total * draw && word < size - 1)
            {
                sum += Weight(word++);
            }

            _draws[draw] = (ushort)word;
        }
    }

    private static long Weight(int index) => 10_000_000 / (index + 3);
}
