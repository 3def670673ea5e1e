using Cosem;
using Dlms.Security;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>Reads, writes and invokes for the client of an association: its rights are checked here and nowhere else.</summary>
internal sealed class ObjectAccess(AssociationContext association, IAssociationObserver? observer)
{
    public async ValueTask<AttributeValue> ReadAsync(AttributeDescriptor attribute, CancellationToken cancellationToken)
    {
        try
        {
            var refusal = association.Find(attribute.ClassId, attribute.LogicalName, out var found, out var rights);
            if (found is null)
            {
                return refusal;
            }

            if (!rights.Attribute(attribute.AttributeId).HasFlag(AttributeAccess.Read))
            {
                return DataAccessResult.ReadWriteDenied;
            }

            return AllowsSelection(attribute)
                ? await found.GetAsync(attribute.AttributeId, attribute.Access, cancellationToken)
                : DataAccessResult.TypeUnmatched;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            observer?.Failed(association.Channel.Selected, attribute, exception);
            return DataAccessResult.OtherReason;
        }
    }

    public async ValueTask<DataAccessResult> WriteAsync(
        AttributeDescriptor attribute, CosemData value, SecurityPolicy protection, CancellationToken cancellationToken)
    {
        try
        {
            var refusal = association.Find(attribute.ClassId, attribute.LogicalName, out var found, out var rights);
            if (found is null)
            {
                return refusal;
            }

            var access = rights.Attribute(attribute.AttributeId);
            if (!access.HasFlag(AttributeAccess.Write))
            {
                return DataAccessResult.ReadWriteDenied;
            }

            if (rights.WriteNeedsEncryption(attribute.AttributeId) && !IsSecret(protection, attribute.LogicalName))
            {
                return DataAccessResult.ScopeOfAccessViolated;
            }

            if (attribute.Access is not null)
            {
                return DataAccessResult.TypeUnmatched; // no attribute can be written in part
            }

            var selected = association.Channel.Selected;
            var result = await found.SetAsync(attribute.AttributeId, value, cancellationToken);
            if (result == DataAccessResult.Success)
            {
                observer?.Written((ushort)association.Client, selected, attribute, access.HasFlag(AttributeAccess.Read) ? value : null);
            }

            return result;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            observer?.Failed(association.Channel.Selected, attribute, exception);
            return DataAccessResult.OtherReason;
        }
    }

    public async ValueTask<ActionReply> InvokeAsync(
        MethodDescriptor method, CosemData? parameter, SecurityPolicy protection, CancellationToken cancellationToken)
    {
        try
        {
            var refusal = association.Find(method.ClassId, method.LogicalName, out var found, out var rights);
            if (found is null)
            {
                return (ActionResult)refusal; // the two enumerations agree in what Find gives
            }

            if (rights.Method(method.MethodId) == MethodAccess.None)
            {
                return ActionResult.ReadWriteDenied;
            }

            if (rights.MethodNeedsEncryption(method.MethodId) && !IsSecret(protection, method.LogicalName))
            {
                return ActionResult.ScopeOfAccessViolated;
            }

            var reply = await found.InvokeAsync(method.MethodId, parameter, cancellationToken);
            if (reply.Result == ActionResult.Success)
            {
                observer?.Invoked((ushort)association.Client, association.Channel.Selected, method);
            }

            return reply;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            observer?.Failed(association.Channel.Selected, method, exception);
            return ActionResult.OtherReason;
        }
    }

    private bool AllowsSelection(in AttributeDescriptor attribute) =>
        attribute.Access is null || association.Conformance.HasFlag(Conformance.SelectiveAccess);

    private bool IsSecret(SecurityPolicy protection, LogicalName name)
    {
        var isSecret = SecurityPolicy.AuthenticatedAndEncrypted.IsSatisfiedBy(protection);
        if (!isSecret)
        {
            association.Tell(SecurityEvent.UnderProtected, $"{name} takes authenticated and encrypted requests only");
        }

        return isSecret;
    }
}
