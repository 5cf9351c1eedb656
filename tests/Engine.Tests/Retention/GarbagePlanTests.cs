using CsCheck;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Retention;
using Xunit;

namespace Holdfast.Engine.Tests.Retention;

/// <summary>What holds for every repository, whatever happened to it.</summary>
public class GarbagePlanTests
{
    private const int Histories = 500;

    [Fact]
    public void Nothing_that_a_backup_that_stays_needs_is_ever_deleted() => Sample((history, input, plan) =>
    {
        var deleted = Keys(plan);
        foreach (var manifest in input.Manifests.Values.Where(manifest => !input.Expire.Contains(manifest.Timestamp)))
        {
            Assert.Empty(history.World.NeededBy(manifest).Intersect(deleted));
        }
    });

    [Fact]
    public void Nothing_of_a_running_operation_is_ever_deleted() => Sample((history, input, plan) =>
    {
        foreach (var operation in input.Active)
        {
            Assert.DoesNotContain(Keys(plan), key => key.StartsWith(operation.Timestamp + "/", StringComparison.Ordinal)
                || operation.Packs.Contains(key) || operation.Snapshots.Contains(key)
                || operation.Runs.Any(run => key.Contains($"/{run}/", StringComparison.Ordinal))
                || operation.Snapshots.Any(snapshot => history.World.Snapshots[snapshot].Any(pack => pack.Key == key)));
        }
    });

    [Fact]
    public void All_else_that_is_old_enough_is_deleted() => Sample((history, input, plan) =>
    {
        history.World.Delete(plan.Deletions);
        var needed = input.Manifests.Values.Where(manifest => !input.Expire.Contains(manifest.Timestamp))
            .SelectMany(history.World.NeededBy).ToHashSet();
        var active = input.Active.SelectMany(operation => operation.Snapshots.SelectMany(snapshot => history.World.Snapshots[snapshot])
            .Select(pack => pack.Key).Concat(operation.Snapshots).Concat(operation.Packs)).ToHashSet();
        var marks = history.World.Objects.Keys.Concat(needed).Concat(active).Select(ObjectKeys.QuarantineMark).ToHashSet();
        foreach (var item in history.World.Objects.Values)
        {
            var stays = needed.Contains(item.Key) || active.Contains(item.Key)
                || item.Key is "repository.json" or "note.txt" || item.Key.StartsWith("keys/", StringComparison.Ordinal)
                || item.Key.EndsWith("/left/over", StringComparison.Ordinal)
                || input.Active.Any(operation => item.Key.StartsWith(operation.Timestamp + "/", StringComparison.Ordinal)
                    || operation.Runs.Any(run => item.Key.Contains($"/{run}/", StringComparison.Ordinal)))
                || input.Now - item.StoredAt < World.MinimumAge
                || marks.Contains(item.Key);
            Assert.True(stays, $"{item.Key} should have been deleted");
        }
    });

    [Fact]
    public void Deletion_goes_against_the_order_of_references() => Sample((_, _, plan) =>
    {
        var ranks = plan.Deletions.Select(deletion => deletion.Kind switch
        {
            ObjectKind.Manifest => 0,
            ObjectKind.Snapshot => 1,
            ObjectKind.DataPack or ObjectKind.CatalogPack => 2,
            ObjectKind.QuarantineMark => 3,
            _ => throw new InvalidOperationException($"{deletion.Kind} must never be deleted"),
        }).ToList();
        Assert.Equal(ranks.Order(), ranks);
        Assert.Distinct(Keys(plan));
    });

    [Fact]
    public void The_figures_are_those_of_the_deletions() => Sample((history, input, plan) =>
    {
        Assert.Equal(plan.Deletions.Sum(deletion => deletion.Item.Length), plan.FreedBytes);
        history.World.Delete(plan.Deletions);
        Assert.Equal(history.World.Objects.Count, plan.RemainingCount);
        Assert.Equal([$"{World.Day(0)}/left/over", "note.txt"], plan.UnknownKeys.Order(StringComparer.Ordinal));
    });

    [Fact]
    public void A_second_sweep_finds_nothing_more() => Sample((history, _, plan) =>
    {
        history.World.Delete(plan.Deletions);
        var again = GarbagePlan.Compute(history.Input() with { LastCount = plan.RemainingCount });
        Assert.Null(again.Refusal);
        Assert.Empty(again.Deletions);
    });

    [Fact]
    public void A_sweep_that_stops_anywhere_leaves_nothing_dangling_and_a_later_one_ends_it() =>
        Gen.Select(Gen.UInt, Gen.Double[0, 1]).Sample(
            (seed, part) =>
            {
                var stopped = new RandomHistory(seed);
                var plan = GarbagePlan.Compute(stopped.Input());
                stopped.World.Delete(plan.Deletions.Take((int)(plan.Deletions.Count * part)));
                foreach (var manifest in stopped.Input().Manifests.Values)
                {
                    Assert.All(stopped.World.NeededBy(manifest), key => Assert.True(
                        stopped.World.Objects.ContainsKey(key) || stopped.World.Objects.ContainsKey(ObjectKeys.QuarantineMark(key)), key));
                }

                var later = stopped.Input() with { Now = World.Start.AddDays(100), LastCount = plan.RemainingCount };
                var rest = GarbagePlan.Compute(later);
                Assert.Null(rest.Refusal);
                stopped.World.Delete(rest.Deletions);

                var whole = new RandomHistory(seed);
                whole.World.Delete(GarbagePlan.Compute(whole.Input() with { Now = World.Start.AddDays(100) }).Deletions);
                Assert.Equal(whole.World.Objects.Keys, stopped.World.Objects.Keys);
            },
            iter: Histories);

    [Fact]
    public void Removing_one_backup_changes_nothing_for_another() => Sample((history, _, _) =>
    {
        var world = history.World;
        foreach (var expired in world.Timestamps.ToList())
        {
            var plan = GarbagePlan.Compute(world.Input(history.Days, expired));
            var others = world.Manifests.Values.Where(manifest => manifest.Timestamp != expired).ToList();
            Assert.Equal(others.Count == 0, plan.Refusal is not null);
            Assert.All(others, other => Assert.Empty(world.NeededBy(other).Intersect(Keys(plan))));
        }
    });

    [Fact]
    public void A_listing_that_lacks_anything_a_backup_needs_deletes_nothing() => Sample((history, input, _) =>
    {
        var needed = input.Manifests.Values.Where(manifest => !input.Expire.Contains(manifest.Timestamp))
            .SelectMany(history.World.NeededBy).Append("repository.json");
        foreach (var key in needed.Distinct().Where(key => !history.World.Objects.ContainsKey(ObjectKeys.QuarantineMark(key))))
        {
            IReadOnlyList<ObjectInfo> listing = [.. input.Listing.Where(item => item.Key != key)];
            Assert.Empty(Refused(input with { Listing = listing }).Deletions);
        }
    });

    private static void Sample(Action<RandomHistory, GarbageInput, GarbagePlan> check) => Gen.UInt.Sample(
        seed =>
        {
            var history = new RandomHistory(seed);
            var input = history.Input();
            var plan = GarbagePlan.Compute(input);
            Assert.Null(plan.Refusal);
            check(history, input, plan);
        },
        iter: Histories);

    private static GarbagePlan Refused(GarbageInput input)
    {
        var plan = GarbagePlan.Compute(input);
        Assert.NotNull(plan.Refusal);
        return plan;
    }

    private static HashSet<string> Keys(GarbagePlan plan) => [.. plan.Deletions.Select(deletion => deletion.Item.Key)];
}
