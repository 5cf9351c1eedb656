using Holdfast.Contracts.Components;
using Holdfast.State.Operations;
using Xunit;

namespace Holdfast.State.Tests;

public class StatusTextTests
{
    [Fact]
    public void Names_are_sorted_within_their_brackets() =>
        Assert.Equal(
            "backup/restore operation ongoing with pending DBs: [airflow gogs] and pending Volumes: [gitserver] and completed DBs: [asp] and completed Volumes: [edweb]",
            StatusText.Ongoing(
            [
                (ComponentId.Volume("edweb"), true),
                (ComponentId.Database("gogs"), false),
                (ComponentId.Database("asp"), true),
                (ComponentId.Volume("gitserver"), false),
                (ComponentId.Database("airflow"), false),
            ]));

    [Fact]
    public void Brackets_stay_when_empty() =>
        Assert.Equal(
            "backup/restore operation ongoing with pending DBs: [] and pending Volumes: [] and completed DBs: [] and completed Volumes: []",
            StatusText.Ongoing([]));
}
