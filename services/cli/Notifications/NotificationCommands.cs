using System.CommandLine;
using Holdfast.Cli.Output;
using Holdfast.Cli.Running;
using Holdfast.Client.Notifications;

namespace Holdfast.Cli.Notifications;

/// <summary>The commands about notifications.</summary>
internal static class NotificationCommands
{
    private static readonly Table<Notification> Told = new(
        ("TIME", one => Quantity.Time(one.CreatedAt)),
        ("EVENT", one => one.Event),
        ("CHANNEL", one => one.Channel),
        ("OUTCOME", one => one.Outcome),
        ("PROBLEM", one => one.Problem));

    private static readonly Table<TestedWay> Tested = new(
        ("CHANNEL", way => way.Channel), ("", way => way.Delivered ? "delivered" : "failed"), ("PROBLEM", way => way.Problem));

    public static Command Create() => new("notifications", "What is told to whom") { Test(), List() };

    private static Command Test() => new Command("test", "Tell everybody that it is a test. Fails when one way does").Does(async (run, cancellationToken) =>
    {
        var ways = await run.Client.Notifications.TestAsync(cancellationToken);
        run.Report.Say("notification_test", ways, Tested, "Nobody is to be told of anything: see notificationConfig.");
        return ways.All(way => way.Delivered) ? ExitStatus.Done : ExitStatus.Failed;
    });

    private static Command List() => new Command("list", "The last notifications, newest first").Does(async (run, cancellationToken) =>
    {
        run.Report.Say("notification", await run.Client.Notifications.ListAsync(cancellationToken), Told, "Nothing was told yet.");
        return ExitStatus.Done;
    });
}
