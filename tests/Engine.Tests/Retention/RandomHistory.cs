using Holdfast.Engine.Repositories;
using Holdfast.Engine.Retention;

namespace Holdfast.Engine.Tests.Retention;

/// <summary>A world with a random past, and what is to be done to it.</summary>
internal sealed class RandomHistory
{
    private static readonly string[] Names = ["gitserver", "a b", "größe"];
    private readonly Random _random;

    public RandomHistory(uint seed)
    {
        _random = new Random((int)seed);
        Days = _random.Next(1, 9);
        for (var day = 0; day < Days; day++)
        {
            Live(day);
        }

        World.Put("keys/0123456789abcdef.json", World.Start, 9);
        World.Put("note.txt", World.Start, 9);
        World.Put($"{World.Day(0)}/left/over", World.Start, 9);
        MarkSome();
        Choose();
    }

    public World World { get; } = new();

    public int Days { get; }

    public List<string> Expire { get; } = [];

    public List<string> Pinned { get; } = [];

    public List<ActiveOperation> Active { get; } = [];

    public GarbageInput Input()
    {
        var input = World.Input(Days, Expire);
        var read = input.Snapshots.Keys.Concat(Active.SelectMany(operation => operation.Snapshots)).Where(World.Objects.ContainsKey).Distinct();
        return input with { Pinned = Pinned, Active = Active, Snapshots = read.ToDictionary(key => key, key => World.Snapshots[key]) };
    }

    private void Live(int day)
    {
        var fate = _random.Next(10);
        var parent = World.Manifests.Values.MaxBy(manifest => manifest.Timestamp, StringComparer.Ordinal);
        var components = Names.Take(_random.Next(1, 4)).Select(name =>
        {
            var reused = parent?.Components.FirstOrDefault(component => component.Component.Name == name) is { } before
                ? World.Snapshots[before.Snapshot].Where(_ => _random.Next(3) > 0)
                : [];
            return World.Run(day, name, _random.Next(0, 4), reused);
        }).ToList();
        if (fate < 7)
        {
            World.Commit(day, components);
        }
        else if (fate == 7)
        {
            // It died before its snapshots were stored.
            components.ForEach(component => World.Objects.Remove(component.Snapshot));
        }
    }

    private void MarkSome()
    {
        foreach (var key in World.Objects.Keys.Where(key => key.EndsWith(".pack", StringComparison.Ordinal) && _random.Next(6) == 0).ToList())
        {
            World.Put(ObjectKeys.QuarantineMark(key), World.Start.AddDays(_random.Next(Days + 1)), 3);
            if (_random.Next(3) == 0)
            {
                World.Objects.Remove(key);
            }
        }

        World.Put(ObjectKeys.QuarantineMark("a pack long gone"), World.Start, 3);
    }

    private void Choose()
    {
        foreach (var timestamp in World.Timestamps)
        {
            (_random.Next(5) switch { 0 => Pinned, < 3 => Expire, _ => [] }).Add(timestamp);
        }

        if (World.Timestamps.All(Expire.Contains) && Expire.Count > 0)
        {
            Expire.RemoveAt(_random.Next(Expire.Count));
        }

        if (_random.Next(3) == 0)
        {
            var timestamp = World.Day(_random.Next(Days + 1));
            Expire.Remove(timestamp);
            Active.Add(new ActiveOperation
            {
                Timestamp = timestamp,
                Snapshots = [.. World.Input(Days).Snapshots.Keys.Where(_ => _random.Next(8) == 0)],
            });
        }

        if (_random.Next(4) == 0)
        {
            var packs = World.Objects.Keys.Where(key => key.EndsWith(".pack", StringComparison.Ordinal)).ToList();
            Active.Add(new ActiveOperation
            {
                Timestamp = World.Day(Days),
                Runs = packs.Count == 0 ? [] : [packs[_random.Next(packs.Count)].Split('/')[3]],
                Packs = [.. packs.Where(_ => _random.Next(10) == 0)],
            });
        }

        Expire.Add(World.Day(1000));
    }
}
