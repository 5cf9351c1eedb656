using System.CommandLine;
using Holdfast.Cli.Output;
using Holdfast.Cli.Running;
using Holdfast.Client.Components;

namespace Holdfast.Cli.Components;

/// <summary>The commands about components.</summary>
internal static class ComponentCommands
{
    private static readonly Table<RegisteredComponent> Columns = new(
        ("COMPONENT", component => component.Component),
        ("SERVED BY", component => component.ServedBy),
        ("LAST ANNOUNCED", component => Quantity.Time(component.LastAnnouncedAt)));

    public static Command Create() => new("components", "What every backup must cover") { List(), Remove() };

    private static Command List() => new Command("list", "The components").Does(async (run, cancellationToken) =>
    {
        run.Report.Say("component", await run.Client.Components.ListAsync(cancellationToken), Columns, "There is no component.");
        return ExitStatus.Done;
    });

    private static Command Remove()
    {
        var component = new Argument<string>("component") { Description = "Such as volume/gitserver" };
        return new Command("remove", "Forget a component that is gone for good") { component }.Does(async (run, cancellationToken) =>
        {
            if (run.Of(component).Split('/') is not [var kind, var name])
            {
                throw new UsageException($"'{run.Of(component)}' is not a component such as volume/gitserver");
            }

            await run.Client.Components.RemoveAsync(kind, name, cancellationToken);
            run.Report.Say("done", new { Action = "remove", Component = run.Of(component) }, $"Removed component {run.Of(component)}");
            return ExitStatus.Done;
        });
    }
}
