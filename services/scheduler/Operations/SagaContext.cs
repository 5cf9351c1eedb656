using Holdfast.State.Database;
using Holdfast.State.Operations;
using MassTransit;

namespace Holdfast.Scheduler.Operations;

/// <summary>What the activities of both sagas need of their context.</summary>
internal static class SagaContext
{
    /// <summary>The database context of the transaction in which the saga changes.</summary>
    public static HoldfastDb Db<T>(this BehaviorContext<T> context)
        where T : class, SagaStateMachineInstance => context.GetPayload<HoldfastDb>();

    /// <summary>Publishes for all, and answers too if the message was a request.</summary>
    public static async Task AnnounceAsync<T, TAnswer>(this BehaviorContext<T> context, TAnswer answer)
        where T : class, SagaStateMachineInstance
        where TAnswer : class
    {
        await context.Publish(answer, context.CancellationToken);
        await context.AnswerAsync(answer);
    }

    /// <summary>Tells once more what was announced before: whoever asks, or all when it was told without a question and may have missed it.</summary>
    public static Task RepeatAsync<T, TAnswer>(this BehaviorContext<T> context, TAnswer answer)
        where T : class, SagaStateMachineInstance
        where TAnswer : class =>
        context.RequestId is null ? context.Publish(answer, context.CancellationToken) : context.RespondAsync(answer);

    /// <summary>Answers if the message was a request.</summary>
    public static Task AnswerAsync<T, TAnswer>(this BehaviorContext<T> context, TAnswer answer)
        where T : class, SagaStateMachineInstance
        where TAnswer : class =>
        context.RequestId is null ? Task.CompletedTask : context.RespondAsync(answer);

    /// <summary>Keeps the first error: the later ones follow from it.</summary>
    public static void Blame(this OperationState saga, string error, FailureCause cause)
    {
        if (saga.Error is null)
        {
            (saga.Error, saga.Cause) = (error, cause);
        }
    }
}
