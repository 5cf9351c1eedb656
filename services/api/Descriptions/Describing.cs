using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Api.Descriptions;

/// <summary>Puts descriptions beside calls.</summary>
internal static class Describing
{
    /// <summary>Describes a call for the OpenAPI document; it changes nothing about the call itself.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder call, CallDescription description)
    {
        call.WithMetadata(description).WithName(description.Id).WithTags(description.Group).WithSummary(description.Summary);
        foreach (var answer in description.Answers.Where(answer => answer.Type is not null))
        {
            call.WithMetadata(new ProducesResponseTypeMetadata(answer.Status, answer.Type, [answer.Format]));
        }

        return call;
    }
}
